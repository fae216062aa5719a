"""The style sheet, made from the colour tokens."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QWidget { font-size: 13px; }
QToolTip { color: $text; background: $raised; border: 1px solid $border; padding: 4px; }
QLabel#title { font-size: 26px; font-weight: 600; }
QLabel#heading { font-size: 20px; font-weight: 600; }
QLabel[scale="lead"] { font-size: 15px; }
QLabel[centred="true"] { qproperty-alignment: AlignCenter; qproperty-textFormat: PlainText; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="fail"] { color: $fail; }
QLabel[tone="info"] { color: $info; }
QFrame[panel="raised"] { background: $raised; border: 1px solid $line; border-radius: 6px; }
QFrame[panel="fail"] { background: $raised; border: 2px solid $fail; border-radius: 6px; }
QFrame[panel="warn"] { background: $raised; border: 2px solid $warn; border-radius: 6px; }
QFrame[panel="info"] { background: $raised; border: 1px solid $info; border-radius: 6px; }

QPushButton {
    min-height: 34px; padding: 0 16px; border: 1px solid $border; border-radius: 6px;
    background: $raised; color: $text;
}
QPushButton:hover { background: $selection; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $muted; border-color: $line; background: $surface; }
QPushButton:focus { border: 2px solid $accent; padding: 0 15px; }
QPushButton[primary="true"] {
    background: $accent; color: $accent_text; border-color: $accent; font-weight: 600;
}
QPushButton[primary="true"]:hover { background: $accent; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 0 15px; }
QPushButton[primary="true"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[large="true"] { min-height: 42px; font-size: 15px; }
QPushButton[flat="true"] { border: 1px solid transparent; background: transparent; }
QPushButton[flat="true"]:hover { background: $selection; }
QPushButton[flat="true"]:focus { border: 2px solid $accent; }

QFrame#rail { background: $raised; border: 0; border-right: 1px solid $line; }
QPushButton[rail="true"] {
    text-align: left; border: 2px solid transparent; background: transparent; padding: 0 10px;
    min-height: 38px; font-size: 13px;
}
QPushButton[rail="true"]:hover { background: $surface; }
QPushButton[rail="true"]:checked {
    background: $selection; color: $text; font-weight: 600; border-left: 3px solid $accent;
}
QPushButton[rail="true"]:focus { border: 2px solid $accent; }
QFrame#status { background: $raised; border: 0; border-top: 1px solid $line; }
QFrame#status QPushButton { min-height: 26px; padding: 0 8px; }
QFrame#training { background: $training; border: 0; }
QFrame#training QLabel { color: $training_text; font-weight: 600; }

QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser {
    border: 1px solid $border; border-radius: 6px; background: $raised; color: $text;
    padding: 0 8px; selection-background-color: $selection; selection-color: $text;
}
QLineEdit { min-height: 34px; placeholder-text-color: $muted; }
QComboBox {
    min-height: 34px; padding: 0 8px; border: 1px solid $border; border-radius: 6px;
    background: $raised; color: $text;
}
QComboBox::drop-down { border: 0; width: 32px; }
QComboBox::down-arrow { image: url($icons/opens-below.svg); width: 16px; height: 16px; }
QPlainTextEdit, QTextEdit, QTextBrowser { padding: 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QTextBrowser:focus {
    border: 2px solid $accent;
}
QComboBox:focus { border: 2px solid $accent; }
QCheckBox, QRadioButton {
    spacing: 8px; min-height: 28px; padding: 0 4px; border: 2px solid transparent;
    border-radius: 6px;
}
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator {
    width: 16px; height: 16px; border: 1px solid $border; border-radius: 4px; background: $raised;
}
QCheckBox::indicator:checked { border-color: $accent; background: $accent;
    image: url($icons/checked-$scheme.svg); }
QCheckBox::indicator:disabled { border-color: $line; }
QRadioButton::indicator {
    width: 16px; height: 16px; border: 1px solid $border; border-radius: 9px; background: $raised;
}
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 5px solid $accent; }
QRadioButton::indicator:disabled { border-color: $line; }

QTableView, QListWidget, QListView, QTreeView {
    background: $raised; border: 1px solid $line; border-radius: 6px; gridline-color: $line;
    selection-background-color: $selection; selection-color: $text;
}
QListWidget::item { padding: 6px 8px; color: $text; }
QListWidget::item:selected { background: $selection; color: $text; }
QTableView:focus, QListWidget:focus, QListView:focus { border: 2px solid $accent; }
QHeaderView::section {
    background: $surface; color: $text; border: 0; border-right: 1px solid $line;
    border-bottom: 1px solid $line; padding: 8px; font-weight: 600;
}
QScrollArea { border: 2px solid transparent; border-radius: 6px; background: transparent; }
QScrollArea:focus { border-color: $accent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QTabWidget::pane { border: 1px solid $line; border-radius: 6px; background: $surface; }
QTabBar::tab {
    padding: 8px 16px; color: $muted; background: transparent;
    border: 0; border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:focus { border: 2px solid $accent; border-radius: 6px; color: $accent; }
QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar {
    border: 1px solid $border; border-radius: 6px; background: $surface; color: $text;
    text-align: center; min-height: 18px;
}
QProgressBar::chunk { background: $selection; border-radius: 5px; }
""")


def stylesheet(tokens: Mapping[str, str], *, icons: str, scheme: str) -> str:
    """Return the style sheet in the colours of ``tokens``.

    ``icons`` is the folder of the icons, ``scheme`` is ``light`` or ``dark``.
    """
    return _SHEET.substitute(tokens, icons=icons, scheme=scheme)
