"""The training portal's process: HTTPS for the portal, HTTP for the authority and a browser."""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from desktop_app.sandbox.authority import Authority
from desktop_app.sandbox.authority_making import make_time_stamp_service
from desktop_app.sandbox.authority_names import TIME_STAMPS, TLS, TLS_FOREIGN
from desktop_app.sandbox.configuration import PortalConfiguration
from desktop_app.sandbox.database import Store, open_engine
from desktop_app.sandbox.person import utc_now
from desktop_app.sandbox.pki_server import PkiServer
from desktop_app.sandbox.portal.application import create_application
from desktop_app.sandbox.portal.connections import Address, Connections
from desktop_app.sandbox.portal.context import Portal
from desktop_app.sandbox.portal.control_routes import Controls
from desktop_app.sandbox.portal.sessions import end_all_sessions
from desktop_app.sandbox.portal.signature_checker import TrustedSignatures
from desktop_app.sandbox.scenario import Scenario, read_scenario, write_scenario
from desktop_app.sandbox.web.application import create_web_application
from desktop_app.sandbox.web.outage import PutScenario

FOLDER_CHECK_SECONDS: Final = 2.0


class PortalServer:
    """One portal with its servers; ``run`` returns when it was told to stop."""

    def __init__(self, configuration: PortalConfiguration) -> None:
        self._authority = Authority(configuration.authority_folder, configuration.pki_url)
        if not self._authority.certificate_file(TIME_STAMPS).exists():  # An older folder.
            make_time_stamp_service(self._authority, utc_now())
        self._connections = Connections()
        self._checker = TrustedSignatures(self._authority)
        self._ended = threading.Event()
        self._portal = Portal(
            configuration=configuration,
            store=Store(open_engine(configuration.database_url)),
            checker=self._checker,
            clock=utc_now,
            scenario=read_scenario(configuration.scenario_file),
        )
        controls = Controls(apply_scenario=self._apply_scenario, stop=self._stop)
        app = create_application(self._portal, controls, self._connections)
        self._server = uvicorn.Server(self._uvicorn_settings(app, configuration))
        self._web = uvicorn.Server(_web_settings(self._portal, self._put_scenario))

    def run(self) -> None:
        """Serve until stopped by a signal or by ``/training/stop``."""
        pki = PkiServer(self._authority, self._portal.configuration.pki_port, utc_now, self._stamps)
        background = threading.Thread(target=self._look_after)
        background.start()
        web = threading.Thread(target=self._web.run)
        web.start()
        try:
            self._server.run()
        finally:
            self._ended.set()
            self._web.should_exit = True
            web.join()
            pki.close()
            background.join()
            self._checker.close()

    def _stamps(self) -> bool:
        return self._portal.scenario is not Scenario.TIME_STAMPS_DOWN

    def _look_after(self) -> None:
        """Start the slow worker early; end when the folder is gone: nobody could stop it then."""
        self._checker.warm_up(utc_now())
        while not self._ended.wait(FOLDER_CHECK_SECONDS):
            if not self._portal.configuration.file.exists():
                self._server.should_exit = True

    def _uvicorn_settings(self, app: FastAPI, configuration: PortalConfiguration) -> uvicorn.Config:
        settings = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=configuration.port,
            ssl_certfile=self._authority.certificate_file(TLS),
            ssl_keyfile=self._authority.key_file(TLS),
            http=self._connections.protocol(),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=2,
        )
        settings.load()
        self._tls = settings.ssl
        self._load_tls_certificate()
        return settings

    def _load_tls_certificate(self) -> None:
        missing = self._portal.scenario is Scenario.ROOT_MISSING
        name = TLS_FOREIGN if missing else TLS
        files = self._authority.certificate_file(name), self._authority.key_file(name)
        assert isinstance(self._tls, ssl.SSLContext)  # noqa: S101 - a certificate was given
        self._tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self._tls.load_cert_chain(*files)

    def _apply_scenario(self, asker: Address) -> None:
        before = self._portal.scenario
        self._portal.scenario = read_scenario(self._portal.configuration.scenario_file)
        if Scenario.ROOT_MISSING in (before, self._portal.scenario):
            self._load_tls_certificate()
            # Connections that live on would go on with the other certificate.
            self._connections.abort_all(apart_from=asker)
        self._act_at_once()

    def _put_scenario(self, scenario: Scenario) -> None:
        """Put a scenario in force that the operator's page may switch; on any thread."""
        write_scenario(self._portal.configuration.scenario_file, scenario)
        self._portal.scenario = scenario
        self._act_at_once()

    def _act_at_once(self) -> None:
        if self._portal.scenario is Scenario.SESSION_EXPIRED:
            with self._portal.store.writing() as session:
                end_all_sessions(session, self._portal.now())

    def _stop(self) -> None:
        self._server.should_exit = True
        # Idle connections would hold the server for as long as clients keep them.
        asyncio.get_running_loop().call_later(0.1, self._connections.abort_all)


def _web_settings(portal: Portal, put_scenario: PutScenario) -> uvicorn.Config:
    return uvicorn.Config(
        create_web_application(portal, put_scenario),
        host="127.0.0.1",
        port=portal.configuration.web_port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )


def run_server(configuration_file: str) -> int:
    """Serve the training portal that the file describes; return the exit code."""
    logging.basicConfig(level=logging.WARNING)
    PortalServer(PortalConfiguration.read(Path(configuration_file))).run()
    return 0
