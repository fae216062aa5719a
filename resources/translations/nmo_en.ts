<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="ru_RU">
<context>
    <name>AccountForm</name>
    <message>
        <source>Дальше</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>AccountHead</name>
    <message>
        <source>Учётная запись: {level}</source>
        <translation>Account: {level}</translation>
    </message>
    <message>
        <source>Шаг {number} из {total}: {step}</source>
        <translation>Step {number} of {total}: {step}</translation>
    </message>
    <message>
        <source>Оператор пишет: {comment}</source>
        <translation>The operator writes: {comment}</translation>
    </message>
</context>
<context>
    <name>AccountPage</name>
    <message>
        <source>Учётная запись</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>Изменить анкету</source>
        <translation>Change the form</translation>
    </message>
    <message>
        <source>Войдите, чтобы увидеть учётную запись</source>
        <translation>Sign in to see the account</translation>
    </message>
    <message>
        <source>Здесь видно её уровень и как его подтвердить.</source>
        <translation>Its level is shown here, and how to have it confirmed.</translation>
    </message>
    <message>
        <source>Перейти ко входу</source>
        <translation>Go to sign-in</translation>
    </message>
    <message>
        <source>Читаем учётную запись</source>
        <translation>Reading the account</translation>
    </message>
    <message>
        <source>Спрашиваем портал.</source>
        <translation>Asking the portal.</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>AccountPanel</name>
    <message>
        <source>Выйти</source>
        <translation>Sign out</translation>
    </message>
    <message>
        <source>упрощённая учётная запись</source>
        <translation>simplified account</translation>
    </message>
    <message>
        <source>стандартная учётная запись</source>
        <translation>standard account</translation>
    </message>
    <message>
        <source>подтверждённая учётная запись</source>
        <translation>confirmed account</translation>
    </message>
    <message>
        <source>Вы вошли: {name}</source>
        <translation>Signed in: {name}</translation>
    </message>
    <message>
        <source>СНИЛС {snils}</source>
        <translation>SNILS {snils}</translation>
    </message>
    <message>
        <source>На этом компьютере нет хранилища ключей: вход действует до закрытия программы.</source>
        <translation>This computer has no keyring: you stay signed in until the program is closed.</translation>
    </message>
</context>
<context>
    <name>AccountPapers</name>
    <message>
        <source>Отправить на проверку</source>
        <translation>Hand in for the check</translation>
    </message>
    <message>
        <source>нет</source>
        <translation>none</translation>
    </message>
    <message>
        <source>Перетащите файлы сюда или выберите их: PDF до 1 МБ, фото JPEG или PNG любого размера. Фото программа уменьшит и уберёт из него место и время съёмки.</source>
        <translation>Drop files here or choose them: PDF of up to 1 MB, photographs as JPEG or PNG of any size. The program makes photographs smaller and leaves out place and time.</translation>
    </message>
    <message>
        <source>Выбрать файл…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>Убрать</source>
        <translation>Take away</translation>
    </message>
    <message>
        <source>Документ</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Скан или фото (*.pdf *.jpg *.jpeg *.png)</source>
        <translation>Scan or photograph (*.pdf *.jpg *.jpeg *.png)</translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>Подписание документов</source>
        <translation>Signing documents</translation>
    </message>
    <message>
        <source>Ждём PIN</source>
        <translation>Waiting for the PIN</translation>
    </message>
    <message>
        <source>Подписано: {signed} из {total}</source>
        <translation>Signed: {signed} of {total}</translation>
    </message>
    <message numerus="yes">
        <source>Подписаны все документы: %n</source>
        <translation>
            <numerusform>%n document is signed</numerusform>
            <numerusform>%n documents are signed</numerusform>
        </translation>
    </message>
    <message>
        <source>Сколько документов позади</source>
        <translation>How many documents are done</translation>
    </message>
    <message>
        <source>Документы</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Пауза</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Продолжить</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Подписать неудавшиеся</source>
        <translation>Sign those that are left</translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>ждёт</source>
        <translation>waits</translation>
    </message>
    <message>
        <source>подписан</source>
        <translation>signed</translation>
    </message>
    <message>
        <source>не подписан</source>
        <translation>not signed</translation>
    </message>
</context>
<context>
    <name>BatchRun</name>
    <message numerus="yes">
        <source>Подписать документы: %n</source>
        <translation>
            <numerusform>Sign %n document</numerusform>
            <numerusform>Sign %n documents</numerusform>
        </translation>
    </message>
    <message>
        <source>Продолжить подписание</source>
        <translation>Go on signing</translation>
    </message>
</context>
<context>
    <name>BrowserWaiting</name>
    <message>
        <source>Закончите вход в браузере</source>
        <translation>Finish signing in in the browser</translation>
    </message>
    <message>
        <source>Введите логин и пароль Госуслуг на странице, которая открылась в браузере: программа их не видит. Когда закончите, вернитесь сюда, вход произойдёт сам.</source>
        <translation>Type your Gosuslugi login and password on the page that opened in the browser: the program does not see them. When you are done, come back here; the sign-in completes by itself.</translation>
    </message>
    <message>
        <source>Скопировать адрес</source>
        <translation>Copy the address</translation>
    </message>
    <message>
        <source>Если браузер не открылся, вставьте адрес в него сами</source>
        <translation>If no browser opened, paste the address into it yourself</translation>
    </message>
</context>
<context>
    <name>BundlePreview</name>
    <message>
        <source>Пакет для поддержки</source>
        <translation>Support bundle</translation>
    </message>
    <message>
        <source>Вот всё, что попадёт в пакет</source>
        <translation>This is everything that goes into the bundle</translation>
    </message>
    <message>
        <source>Программа ничего не отправляет: пакет сохраняется в файл, передать его или нет, решаете вы. Скрыто личных данных: {count}.</source>
        <translation>The program sends nothing: the bundle is saved as a file, and whether you pass it on is up to you. Personal data hidden: {count}.</translation>
    </message>
    <message>
        <source>Файлы пакета</source>
        <translation>Files of the bundle</translation>
    </message>
    <message>
        <source>Содержимое файла</source>
        <translation>Content of the file</translation>
    </message>
    <message>
        <source>Показать файл как есть, со служебными знаками</source>
        <translation>Show the file as it is, with its markup</translation>
    </message>
    <message>
        <source>Что скрыто</source>
        <translation>What was hidden</translation>
    </message>
    <message>
        <source>Было</source>
        <translation>Before</translation>
    </message>
    <message>
        <source>Стало</source>
        <translation>After</translation>
    </message>
    <message>
        <source>Сохранить…</source>
        <translation>Save…</translation>
    </message>
    <message>
        <source>Не сохранять</source>
        <translation>Do not save</translation>
    </message>
    <message>
        <source>{size} КБ</source>
        <translation>{size} KB</translation>
    </message>
    <message>
        <source>Скрыто в этом файле: {count}</source>
        <translation>Hidden in this file: {count}</translation>
    </message>
    <message>
        <source>В этом файле скрывать было нечего</source>
        <translation>There was nothing to hide in this file</translation>
    </message>
</context>
<context>
    <name>CertificateDialog</name>
    <message>
        <source>Подписать документы</source>
        <translation>Sign documents</translation>
    </message>
    <message>
        <source>Каким сертификатом подписать</source>
        <translation>Which certificate signs</translation>
    </message>
    <message numerus="yes">
        <source>Каким сертификатом подписать документы: %n</source>
        <translation>
            <numerusform>Which certificate signs %n document</numerusform>
            <numerusform>Which certificate signs %n documents</numerusform>
        </translation>
    </message>
    <message>
        <source>PIN один раз на все документы. Где уже подписали другие, ваша подпись встанет рядом. Подписанное уходит на портал само.</source>
        <translation>The PIN once for all documents. Where others signed, your signature goes beside theirs. What is signed leaves for the portal by itself.</translation>
    </message>
    <message>
        <source>Штамп времени добавится при отправке, внутрь PDF сразу.</source>
        <translation>The time stamp is added at sending, inside a PDF at once.</translation>
    </message>
    <message>
        <source>Без штампа времени: его служба не указана в настройках.</source>
        <translation>Without a time stamp: no service for it is named in the settings.</translation>
    </message>
    <message>
        <source>Подписать</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>CertificateReasons</name>
    <message>
        <source>Почему сертификат подходит или нет</source>
        <translation>Why the certificate can be used or not</translation>
    </message>
    <message>
        <source>Сертификат подходит для входа и для подписи документов.</source>
        <translation>The certificate can be used to sign in and to sign documents.</translation>
    </message>
</context>
<context>
    <name>CertificateWords</name>
    <message>
        <source>СНИЛС {snils}</source>
        <translation>SNILS {snils}</translation>
    </message>
    <message>
        <source>до {until}</source>
        <translation>until {until}</translation>
    </message>
    <message>
        <source>подходит</source>
        <translation>can be used</translation>
    </message>
    <message>
        <source>только для документов</source>
        <translation>documents only</translation>
    </message>
    <message>
        <source>не подходит</source>
        <translation>cannot be used</translation>
    </message>
    <message>
        <source>PIN вводили неверно; попыток осталось мало.</source>
        <translation>A wrong PIN was entered; few tries are left.</translation>
    </message>
    <message>
        <source>Осталась последняя попытка ввода PIN.</source>
        <translation>One try is left to enter the PIN.</translation>
    </message>
    <message>
        <source>PIN заблокирован: его снимает администратор токена.</source>
        <translation>The PIN is locked: the token’s administrator can unlock it.</translation>
    </message>
    <message>
        <source>PIN на токене ещё не задан.</source>
        <translation>No PIN is set on the token yet.</translation>
    </message>
    <message>
        <source>PIN нужно сменить, прежде чем подписывать.</source>
        <translation>The PIN must be changed before signing.</translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>Код из сообщения</source>
        <translation>Code from the message</translation>
    </message>
    <message>
        <source>Получить код</source>
        <translation>Get a code</translation>
    </message>
    <message>
        <source>Подтвердить</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>Время кода вышло. Запросите новый.</source>
        <translation>The code&apos;s time is over. Ask for a new one.</translation>
    </message>
    <message>
        <source>Код отправлен: {address}. Он действует до {until}.</source>
        <translation>A code was sent to {address}. It works until {until}.</translation>
    </message>
    <message>
        <source>Отправить ещё раз</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>Отправить ещё раз через {seconds} с</source>
        <translation>Send again in {seconds} s</translation>
    </message>
</context>
<context>
    <name>ConsentCodeDialog</name>
    <message>
        <source>Согласие кодом из СМС</source>
        <translation>Consent by a code</translation>
    </message>
    <message>
        <source>Не подтверждать</source>
        <translation>Do not confirm</translation>
    </message>
    <message>
        <source>Код слабее подписи токеном</source>
        <translation>A code is weaker than a token&apos;s signature</translation>
    </message>
    <message>
        <source>Код из СМС — простая электронная подпись. Письменное согласие по 152-ФЗ надёжнее всего подписать квалифицированной подписью на токене. Код подтвердит именно текст ниже.</source>
        <translation>A code from a short message is a simple electronic signature. A written consent under 152-FZ is best signed with a qualified signature on a token. The code confirms exactly the text below.</translation>
    </message>
    <message>
        <source>Текст документа</source>
        <translation>Text of the document</translation>
    </message>
</context>
<context>
    <name>ConsentPage</name>
    <message>
        <source>Согласия и настройки</source>
        <translation>Consents and settings</translation>
    </message>
    <message>
        <source>Согласие на передачу в ЕГИСЗ</source>
        <translation>Consent to transfer to EGISZ</translation>
    </message>
    <message>
        <source>Настройки</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Согласие сохранено.</source>
        <translation>The consent is saved.</translation>
    </message>
    <message>
        <source>Передано принтеру.</source>
        <translation>Sent to the printer.</translation>
    </message>
    <message>
        <source>Войдите, чтобы увидеть согласие</source>
        <translation>Sign in to see the consent</translation>
    </message>
    <message>
        <source>Согласие добровольное: вход и обучение от него не зависят.</source>
        <translation>The consent is voluntary: signing in and training do not depend on it.</translation>
    </message>
    <message>
        <source>Перейти ко входу</source>
        <translation>Go to sign-in</translation>
    </message>
    <message>
        <source>Читаем согласие</source>
        <translation>Reading the consent</translation>
    </message>
    <message>
        <source>Спрашиваем портал.</source>
        <translation>Asking the portal.</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Согласие не прочитано</source>
        <translation>The consent was not read</translation>
    </message>
    <message>
        <source>Вы отменили запрос к порталу.</source>
        <translation>You cancelled the request to the portal.</translation>
    </message>
    <message>
        <source>Прочитать</source>
        <translation>Read it</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Согласие на передачу сведений в ЕГИСЗ</source>
        <translation>Consent to transfer data to EGISZ</translation>
    </message>
</context>
<context>
    <name>ConsentPrinting</name>
    <message>
        <source>Сохранить согласие</source>
        <translation>Save the consent</translation>
    </message>
    <message>
        <source>Согласие ЕГИСЗ</source>
        <translation>EGISZ consent</translation>
    </message>
</context>
<context>
    <name>ConsentView</name>
    <message>
        <source>Разрешить передачу сведений в ЕГИСЗ</source>
        <translation>Allow the transfer of data to EGISZ</translation>
    </message>
    <message>
        <source>Отозвать согласие</source>
        <translation>Withdraw consent</translation>
    </message>
    <message>
        <source>Показать подписанные файлы</source>
        <translation>Show signed files</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Согласие не дано</source>
        <translation>No consent given</translation>
    </message>
    <message>
        <source>Согласие действует</source>
        <translation>Consent in force</translation>
    </message>
    <message>
        <source>Согласие отозвано</source>
        <translation>Consent withdrawn</translation>
    </message>
    <message>
        <source>Текст согласия</source>
        <translation>Text of the consent</translation>
    </message>
    <message>
        <source>История</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Подтвердить кодом из СМС</source>
        <translation>Confirm by SMS code</translation>
    </message>
    <message>
        <source>Простая электронная подпись: слабее подписи токеном</source>
        <translation>A simple electronic signature: weaker than a token&apos;s</translation>
    </message>
    <message>
        <source>Сохранить PDF…</source>
        <translation>Save as PDF…</translation>
    </message>
    <message>
        <source>Печать…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>Текст согласия, сведения о подписи и история</source>
        <translation>The consent&apos;s text, facts of its signature, and its history</translation>
    </message>
    <message>
        <source>Когда</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Что</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Версия текста</source>
        <translation>Text version</translation>
    </message>
    <message>
        <source>Документ (SHA-256)</source>
        <translation>Document (SHA-256)</translation>
    </message>
    <message>
        <source>История согласия</source>
        <translation>History of the consent</translation>
    </message>
    <message>
        <source>Документ</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Кому</source>
        <translation>To whom</translation>
    </message>
    <message>
        <source>Кто обрабатывает по поручению</source>
        <translation>Who processes on behalf</translation>
    </message>
    <message>
        <source>Зачем</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Что передаётся</source>
        <translation>What is transferred</translation>
    </message>
    <message>
        <source>Что с этим делают</source>
        <translation>What is done with it</translation>
    </message>
    <message>
        <source>Основание</source>
        <translation>Legal ground</translation>
    </message>
    <message>
        <source>Срок</source>
        <translation>Term</translation>
    </message>
    <message>
        <source>Как отозвать</source>
        <translation>How to withdraw</translation>
    </message>
    <message>
        <source>Если отказаться</source>
        <translation>If you refuse</translation>
    </message>
    <message>
        <source>Что останется после отзыва</source>
        <translation>What stays after withdrawal</translation>
    </message>
    <message>
        <source>Согласие дано</source>
        <translation>Consent given</translation>
    </message>
    <message>
        <source>Согласие дано (код из СМС)</source>
        <translation>Consent given (SMS code)</translation>
    </message>
</context>
<context>
    <name>CredentialDetails</name>
    <message>
        <source>Подробности</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Номер</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Дата выдачи</source>
        <translation>Date of issue</translation>
    </message>
    <message>
        <source>Срок действия</source>
        <translation>Validity</translation>
    </message>
    <message>
        <source>Статус</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Организация</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Последняя проверка</source>
        <translation>Last check</translation>
    </message>
    <message>
        <source>Открыть PDF</source>
        <translation>Open PDF</translation>
    </message>
    <message>
        <source>Ещё</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Заменить документ…</source>
        <translation>Replace the document…</translation>
    </message>
    <message>
        <source>История документа…</source>
        <translation>History of the document…</translation>
    </message>
    <message>
        <source>Копировать номер</source>
        <translation>Copy number</translation>
    </message>
    <message>
        <source>Выберите строку, чтобы увидеть подробности.</source>
        <translation>Choose a row to see its details.</translation>
    </message>
</context>
<context>
    <name>CredentialExporting</name>
    <message>
        <source>Передано принтеру.</source>
        <translation>Sent to the printer.</translation>
    </message>
    <message>
        <source>Выгрузка отменена.</source>
        <translation>The export was cancelled.</translation>
    </message>
    <message>
        <source>Сертификаты НМО {day}</source>
        <translation>NMO credentials {day}</translation>
    </message>
    <message>
        <source>Выгружаем: {done} из {total}</source>
        <translation>Exporting: {done} of {total}</translation>
    </message>
    <message>
        <source>Выгружаем…</source>
        <translation>Exporting…</translation>
    </message>
    <message>
        <source>Сохранено: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
</context>
<context>
    <name>CredentialExtras</name>
    <message>
        <source>Напоминания о сроках…</source>
        <translation>Reminders of terms…</translation>
    </message>
</context>
<context>
    <name>CredentialFilterBar</name>
    <message>
        <source>Поиск по всем столбцам</source>
        <translation>Search all columns</translation>
    </message>
    <message>
        <source>Ctrl+F — перейти к поиску, Esc — очистить</source>
        <translation>Ctrl+F goes to the search, Esc clears it</translation>
    </message>
    <message>
        <source>Сохранённые фильтры</source>
        <translation>Saved filters</translation>
    </message>
    <message>
        <source>Все</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Действительные</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Требуют продления</source>
        <translation>Renewal due</translation>
    </message>
    <message>
        <source>действительные</source>
        <translation>in force</translation>
    </message>
    <message>
        <source>требуют продления</source>
        <translation>to renew</translation>
    </message>
    <message>
        <source>поиск: «{text}»</source>
        <translation>search: “{text}”</translation>
    </message>
</context>
<context>
    <name>CredentialFilters</name>
    <message>
        <source>Сохранить фильтр</source>
        <translation>Save the filter</translation>
    </message>
    <message>
        <source>Как назвать этот отбор</source>
        <translation>What to call this filter</translation>
    </message>
    <message>
        <source>Сохранить</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Отмена</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Сохранить этот отбор…</source>
        <translation>Save this filter…</translation>
    </message>
    <message>
        <source>Удалить фильтр</source>
        <translation>Remove a filter</translation>
    </message>
</context>
<context>
    <name>CredentialFooter</name>
    <message>
        <source>Ход работы</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Проверено {done} из {total}</source>
        <translation>Checked {done} of {total}</translation>
    </message>
    <message>
        <source>Показано {shown} из {total}</source>
        <translation>{shown} of {total} shown</translation>
    </message>
    <message>
        <source>выбрано: {count}</source>
        <translation>{count} selected</translation>
    </message>
    <message>
        <source>без ответа: {count}</source>
        <translation>{count} without an answer</translation>
    </message>
    <message>
        <source>отменено: {count}</source>
        <translation>{count} cancelled</translation>
    </message>
</context>
<context>
    <name>CredentialHeadline</name>
    <message>
        <source>Проверить все</source>
        <translation>Check all</translation>
    </message>
    <message>
        <source>Проверить все показанные записи</source>
        <translation>Check all shown records</translation>
    </message>
    <message>
        <source>Обновить (F5)</source>
        <translation>Refresh (F5)</translation>
    </message>
    <message>
        <source>Обновить</source>
        <translation>Refresh</translation>
    </message>
    <message>
        <source>Сотрудники</source>
        <translation>Employees</translation>
    </message>
    <message>
        <source>Свидетельства сотрудников вашей организации</source>
        <translation>Credentials of your organisation&apos;s people</translation>
    </message>
    <message>
        <source>Сохранить или напечатать показанное</source>
        <translation>Save or print what is shown</translation>
    </message>
    <message>
        <source>Столбцы, порядок, напоминания</source>
        <translation>Columns, order, reminders</translation>
    </message>
    <message>
        <source>Войти</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Проверить выбранные ({count})</source>
        <translation>Check selected ({count})</translation>
    </message>
    <message>
        <source>показаны первые {shown} из {total}</source>
        <translation>showing the first {shown} of {total}</translation>
    </message>
    <message numerus="yes">
        <source>%n записей</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n требуют продления</source>
        <translation>
            <numerusform>%n needs renewal</numerusform>
            <numerusform>%n need renewal</numerusform>
        </translation>
    </message>
    <message>
        <source>обновляем…</source>
        <translation>refreshing…</translation>
    </message>
    <message>
        <source>Портал недоступен, показано сохранённое на {time}</source>
        <translation>The portal is out of reach; shown as saved at {time}</translation>
    </message>
    <message>
        <source>Обновить не удалось, показано сохранённое на {time}</source>
        <translation>Refreshing failed; shown as saved at {time}</translation>
    </message>
    <message>
        <source>Вы не вошли, показано сохранённое на {time}</source>
        <translation>You are not signed in; shown as saved at {time}</translation>
    </message>
    <message>
        <source>Данные на {time}</source>
        <translation>As of {time}</translation>
    </message>
</context>
<context>
    <name>CredentialReminding</name>
    <message>
        <source>Заканчивается срок документов: {count}</source>
        <translation>Terms that end: {count}</translation>
    </message>
    <message>
        <source>и ещё {count}</source>
        <translation>and {count} more</translation>
    </message>
</context>
<context>
    <name>CredentialReplacing</name>
    <message>
        <source>Новый документ</source>
        <translation>New document</translation>
    </message>
    <message>
        <source>Документ PDF (*.pdf)</source>
        <translation>PDF document (*.pdf)</translation>
    </message>
    <message>
        <source>Все файлы (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>Смотрим файл…</source>
        <translation>Looking at the file…</translation>
    </message>
    <message>
        <source>Отправляем документ…</source>
        <translation>Sending the document…</translation>
    </message>
    <message>
        <source>Версия {number} на проверке. Пока реестр не подтвердит её, действует прежний документ.</source>
        <translation>Version {number} is on review. Until the register agrees, the document before stays in force.</translation>
    </message>
</context>
<context>
    <name>CredentialStateWords</name>
    <message>
        <source>Ничего не найдено</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>Ни одна запись не подходит под поиск и фильтр.</source>
        <translation>No record matches the search and the filter.</translation>
    </message>
    <message>
        <source>Показать все записи</source>
        <translation>Show all records</translation>
    </message>
    <message>
        <source>Загружаем сертификаты</source>
        <translation>Loading certificates</translation>
    </message>
    <message>
        <source>Спрашиваем у портала ваш список. Обычно это несколько секунд.</source>
        <translation>Asking the portal for your list. This usually takes a few seconds.</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Войдите, чтобы увидеть сертификаты</source>
        <translation>Sign in to see your certificates</translation>
    </message>
    <message>
        <source>Список хранится на портале, на этом компьютере сохранённых записей нет.</source>
        <translation>The list is kept on the portal; no records are saved on this computer.</translation>
    </message>
    <message>
        <source>Перейти ко входу</source>
        <translation>Go to sign-in</translation>
    </message>
    <message>
        <source>Сертификатов пока нет</source>
        <translation>No certificates yet</translation>
    </message>
    <message>
        <source>На портале нет документов вашей учётной записи. Новый документ вносит образовательная организация, после этого он появится здесь.</source>
        <translation>The portal has no documents of your account. Your educational organisation adds each new document; then it appears here.</translation>
    </message>
    <message>
        <source>Обновить</source>
        <translation>Refresh</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>CredentialTableView</name>
    <message>
        <source>Сертификаты</source>
        <translation>Certificates</translation>
    </message>
    <message>
        <source>Копировать строки</source>
        <translation>Copy rows</translation>
    </message>
    <message>
        <source>Копировать ячейку</source>
        <translation>Copy cell</translation>
    </message>
</context>
<context>
    <name>CredentialWords</name>
    <message>
        <source>Название</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Дата</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Действует с</source>
        <translation>Valid from</translation>
    </message>
    <message>
        <source>Действует до</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>Статус</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Номер</source>
        <translation>Number</translation>
    </message>
    <message>
        <source>Организация</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Проверено</source>
        <translation>Checked</translation>
    </message>
    <message>
        <source>Действие</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>Сотрудник</source>
        <translation>Employee</translation>
    </message>
    <message>
        <source>Действителен</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Просрочен</source>
        <translation>Expired</translation>
    </message>
    <message>
        <source>На подтверждении</source>
        <translation>Being confirmed</translation>
    </message>
    <message>
        <source>Требует продления</source>
        <translation>Renewal due</translation>
    </message>
    <message>
        <source>Отозван</source>
        <translation>Revoked</translation>
    </message>
    <message>
        <source>Подтверждено</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>Не подтверждено</source>
        <translation>Not confirmed</translation>
    </message>
    <message>
        <source>Требуется уточнение</source>
        <translation>Needs clarification</translation>
    </message>
    <message>
        <source>новый документ на проверке</source>
        <translation>a new document is on review</translation>
    </message>
    <message>
        <source>новый документ отклонён</source>
        <translation>the new document was refused</translation>
    </message>
    <message>
        <source>бессрочно</source>
        <translation>no expiry</translation>
    </message>
    <message>
        <source>Не проверялось</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>Проверить</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Проверяется…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>организация аккредитована</source>
        <translation>the organisation is accredited</translation>
    </message>
    <message>
        <source>аккредитации нет</source>
        <translation>not accredited</translation>
    </message>
    <message>
        <source>открывает PDF</source>
        <translation>opens the PDF</translation>
    </message>
</context>
<context>
    <name>CredentialsPage</name>
    <message>
        <source>Сертификаты</source>
        <translation>Certificates</translation>
    </message>
    <message>
        <source>Открываем документ…</source>
        <translation>Opening the document…</translation>
    </message>
    <message>
        <source>Документ открыт: {path}</source>
        <translation>Document opened: {path}</translation>
    </message>
    <message>
        <source>Документ сохранён: {path}</source>
        <translation>Document saved: {path}</translation>
    </message>
    <message>
        <source>Открыть PDF</source>
        <translation>Open PDF</translation>
    </message>
</context>
<context>
    <name>DecisionSwitch</name>
    <message>
        <source>Сообщать о новых решениях рядом с часами</source>
        <translation>Tell new decisions beside the clock</translation>
    </message>
</context>
<context>
    <name>DecisionWatch</name>
    <message>
        <source>и ещё {count}</source>
        <translation>and {count} more</translation>
    </message>
    <message>
        <source>Решения портала</source>
        <translation>Decisions of the portal</translation>
    </message>
    <message>
        <source>Новых решений не было.</source>
        <translation>There were no new decisions.</translation>
    </message>
</context>
<context>
    <name>DiagnosisActions</name>
    <message>
        <source>Войти</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>Сменить PIN…</source>
        <translation>Change the PIN…</translation>
    </message>
    <message>
        <source>Разблокировать PIN…</source>
        <translation>Unblock the PIN…</translation>
    </message>
    <message>
        <source>Взять сертификат из файла…</source>
        <translation>Take the certificate from a file…</translation>
    </message>
</context>
<context>
    <name>DiagnosisBar</name>
    <message>
        <source>Для чего проверить</source>
        <translation>What to check for</translation>
    </message>
    <message>
        <source>Проверить</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Проверить (F5)</source>
        <translation>Check (F5)</translation>
    </message>
    <message>
        <source>Исправления…</source>
        <translation>Fixes…</translation>
    </message>
    <message>
        <source>Что программа исправила, и как это отменить</source>
        <translation>What the program mended, and how to take it back</translation>
    </message>
</context>
<context>
    <name>DiagnosisDetails</name>
    <message>
        <source>Подробно о проверке</source>
        <translation>Details of the check</translation>
    </message>
    <message>
        <source>Зависит от: {checks}</source>
        <translation>Depends on: {checks}</translation>
    </message>
    <message>
        <source>Подробности для специалиста</source>
        <translation>Details for specialists</translation>
    </message>
    <message>
        <source>Проверить ещё раз</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>Подробности</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>ждёт очереди</source>
        <translation>waiting for its turn</translation>
    </message>
</context>
<context>
    <name>DiagnosisFooter</name>
    <message>
        <source>Готов ли компьютер к подписи?</source>
        <translation>Is this computer ready to sign?</translation>
    </message>
    <message>
        <source>PIN токена</source>
        <translation>Token PIN</translation>
    </message>
    <message>
        <source>Сменить PIN…</source>
        <translation>Change the PIN…</translation>
    </message>
    <message>
        <source>Разблокировать PIN…</source>
        <translation>Unblock the PIN…</translation>
    </message>
    <message>
        <source>Отчёт…</source>
        <translation>Report…</translation>
    </message>
    <message>
        <source>Пакет для поддержки…</source>
        <translation>Support bundle…</translation>
    </message>
</context>
<context>
    <name>DiagnosisHead</name>
    <message>
        <source>Ход проверки</source>
        <translation>Progress of the check</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Проверяем: {done} из {total}. PIN не нужен.</source>
        <translation>Checking: {done} of {total}. No PIN is needed.</translation>
    </message>
    <message>
        <source>Собираем сведения о компьютере. PIN не нужен.</source>
        <translation>Looking at the computer. No PIN is needed.</translation>
    </message>
    <message>
        <source>Проверка остановлена: сделано {done} из {total}.</source>
        <translation>The check was stopped: {done} of {total} done.</translation>
    </message>
    <message>
        <source>Проверить сначала</source>
        <translation>Start over</translation>
    </message>
</context>
<context>
    <name>DiagnosisListView</name>
    <message>
        <source>Проверки</source>
        <translation>Checks</translation>
    </message>
</context>
<context>
    <name>DiagnosisModel</name>
    <message>
        <source>ждёт очереди</source>
        <translation>waiting for its turn</translation>
    </message>
</context>
<context>
    <name>DiagnosticsPage</name>
    <message>
        <source>Диагностика</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>Проверить</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Только то, что требует внимания</source>
        <translation>Only what needs attention</translation>
    </message>
    <message>
        <source>Узнаем, что мешает войти или подписать</source>
        <translation>Find out what stands in the way</translation>
    </message>
    <message>
        <source>Программа посмотрит компьютер, считыватель, драйвер, токен, сертификаты и связь с порталом. PIN не нужен, ни одна попытка его ввода не тратится.</source>
        <translation>The program looks at the computer, the reader, the driver, the token, the certificates and the way to the portal. No PIN is needed, and no try of it is spent.</translation>
    </message>
    <message>
        <source>Сохранено. Программа ничего никуда не отправляет.</source>
        <translation>Saved. The program sends nothing anywhere.</translation>
    </message>
    <message>
        <source>Новый PIN действует с этого момента. Прежний больше не подходит.</source>
        <translation>The new PIN is in force from now on. The old one does not work any more.</translation>
    </message>
    <message>
        <source>PIN сменён</source>
        <translation>The PIN is changed</translation>
    </message>
    <message>
        <source>Проверено: {done} из {total}</source>
        <translation>Checked: {done} of {total}</translation>
    </message>
    <message>
        <source>требуют внимания: {count}</source>
        <translation>need attention: {count}</translation>
    </message>
    <message>
        <source>попыток PIN потрачено: {count}</source>
        <translation>PIN tries spent: {count}</translation>
    </message>
    <message>
        <source>Проверить ещё раз</source>
        <translation>Check again</translation>
    </message>
</context>
<context>
    <name>DocumentDetails</name>
    <message>
        <source>Документ не выбран</source>
        <translation>No document is chosen</translation>
    </message>
    <message>
        <source>Документ на портале, здесь его содержимое не хранится.</source>
        <translation>The document is at the portal; its content is not kept here.</translation>
    </message>
    <message>
        <source>Содержимого здесь больше нет.</source>
        <translation>The content is no longer kept here.</translation>
    </message>
    <message>
        <source>Страницы показываются только для PDF.</source>
        <translation>Pages are shown of PDF files only.</translation>
    </message>
</context>
<context>
    <name>DocumentDialog</name>
    <message>
        <source>Документ согласия</source>
        <translation>Consent document</translation>
    </message>
    <message>
        <source>Будет подписан этот текст целиком. Подписывает: {owner}</source>
        <translation>This whole text will be signed. Signed by: {owner}</translation>
    </message>
    <message>
        <source>Текст документа</source>
        <translation>Text of the document</translation>
    </message>
    <message>
        <source>Перейти к подписи</source>
        <translation>Go on to sign</translation>
    </message>
    <message>
        <source>Не подписывать</source>
        <translation>Do not sign</translation>
    </message>
</context>
<context>
    <name>DocumentListView</name>
    <message>
        <source>Документы</source>
        <translation>Documents</translation>
    </message>
</context>
<context>
    <name>DocumentWords</name>
    <message>
        <source>Документ № {number}</source>
        <translation>Document no. {number}</translation>
    </message>
    <message>
        <source>Ключа, которым он зашифрован, здесь нет</source>
        <translation>The key that it is encrypted with is not here</translation>
    </message>
    <message>
        <source>Файл: {name}, {size}</source>
        <translation>File: {name}, {size}</translation>
    </message>
    <message>
        <source>Добавлен: {when}</source>
        <translation>Added: {when}</translation>
    </message>
    <message>
        <source>Подписал: {name}, сертификат до {until}</source>
        <translation>Signed by {name}, certificate until {until}</translation>
    </message>
    <message>
        <source>Подпись и документ в одном файле</source>
        <translation>Signature and document in one file</translation>
    </message>
    <message>
        <source>Подпись внутри PDF</source>
        <translation>Signed inside the PDF</translation>
    </message>
    <message>
        <source>На подписи есть штамп времени</source>
        <translation>The signature carries a time stamp</translation>
    </message>
    <message>
        <source>Штампа времени нет: {why}</source>
        <translation>No time stamp: {why}</translation>
    </message>
    <message>
        <source>Следующая попытка: {when}</source>
        <translation>Next try: {when}</translation>
    </message>
    <message>
        <source>На портале: версия {version} от {when}, подписал {name}</source>
        <translation>At the portal: version {version} of {when}, signed by {name}</translation>
    </message>
    <message>
        <source>Портал принял {when}, версия {version}</source>
        <translation>The portal took it on {when}, version {version}</translation>
    </message>
    <message>
        <source>Подписать заново</source>
        <translation>Sign again</translation>
    </message>
    <message>
        <source>Подписать</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Отправить сейчас</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Отправить ещё раз</source>
        <translation>Send once more</translation>
    </message>
    <message>
        <source>Отправлять отсюда</source>
        <translation>Send from here after all</translation>
    </message>
    <message>
        <source>Оставить мою версию</source>
        <translation>Keep my version</translation>
    </message>
    <message>
        <source>Оставить версию портала</source>
        <translation>Keep the portal&apos;s version</translation>
    </message>
    <message>
        <source>Убрать…</source>
        <translation>Drop…</translation>
    </message>
    <message numerus="yes">
        <source>Документов: %n</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message>
        <source>ждут отправки: {count}</source>
        <translation>waiting to be sent: {count}</translation>
    </message>
    <message>
        <source>ждут вас: {count}</source>
        <translation>waiting for you: {count}</translation>
    </message>
    <message numerus="yes">
        <source>Портал принял: %n</source>
        <translation>
            <numerusform>The portal took %n document</numerusform>
            <numerusform>The portal took %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Обработано при отправке: %n</source>
        <translation>
            <numerusform>%n document was handled in sending</numerusform>
            <numerusform>%n documents were handled in sending</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentsAdding</name>
    <message>
        <source>Добавить файлы</source>
        <translation>Add files</translation>
    </message>
    <message>
        <source>Добавить папку</source>
        <translation>Add a folder</translation>
    </message>
    <message>
        <source>Добавить подписанные другими файлы</source>
        <translation>Add files that others signed</translation>
    </message>
    <message>
        <source>Подписать файлы рядом</source>
        <translation>Sign files where they lie</translation>
    </message>
</context>
<context>
    <name>DocumentsCarrying</name>
    <message>
        <source>Папка с документами</source>
        <translation>Folder with documents</translation>
    </message>
    <message>
        <source>Передано документов: {count}. Папка: {folder}</source>
        <translation>Documents handed over: {count}. Folder: {folder}</translation>
    </message>
    <message>
        <source>Взято документов: {count}, уже были здесь: {known}</source>
        <translation>Documents taken: {count}, here already: {known}</translation>
    </message>
</context>
<context>
    <name>DocumentsFooter</name>
    <message>
        <source>Выполняем…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>Пока не отправляется: {why}. {remedy}</source>
        <translation>Nothing leaves yet: {why}. {remedy}</translation>
    </message>
    <message numerus="yes">
        <source>Добавлено: %n</source>
        <translation>
            <numerusform>%n document was added</numerusform>
            <numerusform>%n documents were added</numerusform>
        </translation>
    </message>
    <message>
        <source>Не добавлены: {count}, первый из них {name}</source>
        <translation>Not added: {count}, the first of them {name}</translation>
    </message>
</context>
<context>
    <name>DocumentsHead</name>
    <message>
        <source>Новый…</source>
        <translation>New…</translation>
    </message>
    <message>
        <source>Новый документ</source>
        <translation>New document</translation>
    </message>
    <message>
        <source>Добавить</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Подписать и отправить</source>
        <translation>Sign and send</translation>
    </message>
    <message>
        <source>Показать ещё</source>
        <translation>Show more</translation>
    </message>
    <message>
        <source>Остановить</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Файлы…</source>
        <translation>Files…</translation>
    </message>
    <message>
        <source>Папку…</source>
        <translation>A folder…</translation>
    </message>
    <message>
        <source>Подписанные другими, подпишу и я…</source>
        <translation>Signed by others, I sign as well…</translation>
    </message>
    <message>
        <source>Другие действия с документами</source>
        <translation>Other things to do with documents</translation>
    </message>
    <message>
        <source>Подписать файлы рядом…</source>
        <translation>Sign files where they lie…</translation>
    </message>
    <message>
        <source>Передать на носитель…</source>
        <translation>Hand over on a medium…</translation>
    </message>
    <message>
        <source>Взять с носителя…</source>
        <translation>Take from a medium…</translation>
    </message>
    <message>
        <source>Отправленные документы…</source>
        <translation>Sent documents…</translation>
    </message>
    <message>
        <source>Подписать</source>
        <translation>Sign</translation>
    </message>
</context>
<context>
    <name>DocumentsPage</name>
    <message>
        <source>Документы</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Читаем документы</source>
        <translation>Reading the documents</translation>
    </message>
    <message>
        <source>Они лежат на этом компьютере.</source>
        <translation>They lie on this computer.</translation>
    </message>
    <message>
        <source>Документов пока нет</source>
        <translation>There are no documents yet</translation>
    </message>
    <message>
        <source>Составьте документ по шаблону или перетащите сюда файлы. Подготовить и подписать можно без сети: подписанное уйдёт само, когда она появится.</source>
        <translation>Write a document from a template, or drop files here. They can be prepared and signed without a network: what is signed leaves by itself once there is one.</translation>
    </message>
    <message>
        <source>Новый документ</source>
        <translation>New document</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>DropQuestion</name>
    <message>
        <source>Убрать документ</source>
        <translation>Drop a document</translation>
    </message>
    <message>
        <source>Убрать «{title}»?</source>
        <translation>Drop “{title}”?</translation>
    </message>
    <message>
        <source>Документ не уйдёт на портал, его содержимое будет удалено отсюда.</source>
        <translation>The document will not go to the portal; its content is removed from here.</translation>
    </message>
    <message>
        <source>Убрать</source>
        <translation>Drop</translation>
    </message>
    <message>
        <source>Оставить</source>
        <translation>Keep</translation>
    </message>
</context>
<context>
    <name>FileCheckDialog</name>
    <message>
        <source>Проверка файлов</source>
        <translation>Check of the files</translation>
    </message>
    <message>
        <source>Файлы</source>
        <translation>Files</translation>
    </message>
    <message>
        <source>Посмотрите перед подписью</source>
        <translation>Look before you sign</translation>
    </message>
    <message>
        <source>Что найдено в файле</source>
        <translation>What was found in the file</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Файлов: {count}. Можно добавить: {fit}, нельзя: {unfit}.</source>
        <translation>Files: {count}. Can be added: {fit}, cannot: {unfit}.</translation>
    </message>
    <message>
        <source>Исправить на копии ({count})</source>
        <translation>Mend on a copy ({count})</translation>
    </message>
    <message>
        <source>Добавить ({count})</source>
        <translation>Add ({count})</translation>
    </message>
    <message>
        <source>На копии исправлено: {done}.</source>
        <translation>Mended on the copy: {done}.</translation>
    </message>
    <message>
        <source>Рядом лежит подпись: изменённая копия к ней не подойдёт.</source>
        <translation>A signature lies beside it: a changed copy would not fit it.</translation>
    </message>
    <message>
        <source>Замечаний нет.</source>
        <translation>Nothing to remark.</translation>
    </message>
    <message>
        <source>Исправляем: {done} из {total} · {name}</source>
        <translation>Mending {done} of {total} · {name}</translation>
    </message>
</context>
<context>
    <name>FilesJob</name>
    <message>
        <source>Штампы времени не добавлены: работу остановили</source>
        <translation>No time stamps were added: the work was stopped</translation>
    </message>
    <message>
        <source>Сами подписи сохранены и верны.</source>
        <translation>The signatures themselves are kept and good.</translation>
    </message>
    <message>
        <source>Подписи сохранены, без штампа времени: {count}. {why}</source>
        <translation>The signatures are kept; without a time stamp: {count}. {why}</translation>
    </message>
    <message>
        <source>Подписанные копии лежат рядом с файлами: «имя-signed.pdf»</source>
        <translation>The signed copies lie beside the files: “name-signed.pdf”</translation>
    </message>
    <message>
        <source>Подписи лежат рядом с файлами: «имя файла.sig»</source>
        <translation>The signatures lie beside the files: “name of the file.sig”</translation>
    </message>
</context>
<context>
    <name>FindingView</name>
    <message>
        <source>Что сделать: {remedy}</source>
        <translation>What to do: {remedy}</translation>
    </message>
    <message>
        <source>Кто может это сделать: {who}</source>
        <translation>Who can do it: {who}</translation>
    </message>
</context>
<context>
    <name>FingerprintComparison</name>
    <message>
        <source>Отпечаток SHA-256 этого сертификата:
{sha256}</source>
        <translation>SHA-256 fingerprint of this certificate:
{sha256}</translation>
    </message>
    <message>
        <source>&amp;Введите отпечаток, взятый с сайта владельца или из бумаги, не отсюда</source>
        <translation>&amp;Enter the fingerprint from the owner&apos;s site or from paper, not from here</translation>
    </message>
    <message>
        <source>Отпечаток из независимого источника</source>
        <translation>Fingerprint from an independent source</translation>
    </message>
    <message>
        <source>Отпечатки совпадают</source>
        <translation>The fingerprints agree</translation>
    </message>
    <message>
        <source>Отпечатки не совпадают</source>
        <translation>The fingerprints differ</translation>
    </message>
    <message>
        <source>Учебный режим. На бумаге от владельца напечатано:
{sha256}</source>
        <translation>Training mode. The owner&apos;s paper says:
{sha256}</translation>
    </message>
</context>
<context>
    <name>FixDialog</name>
    <message>
        <source>Исправление</source>
        <translation>Fix</translation>
    </message>
    <message>
        <source>Что изменится</source>
        <translation>What will change</translation>
    </message>
    <message>
        <source>Изменяем</source>
        <translation>Changing</translation>
    </message>
    <message>
        <source>Что именно изменится:</source>
        <translation>What exactly will change:</translation>
    </message>
    <message>
        <source>Система спросит пароль администратора.</source>
        <translation>The system will ask for an administrator&apos;s password.</translation>
    </message>
    <message>
        <source>Отменить это изменение программа не сможет.</source>
        <translation>The program will not be able to take this change back.</translation>
    </message>
    <message>
        <source>Не менять</source>
        <translation>Do not change</translation>
    </message>
    <message>
        <source>Отменить изменение</source>
        <translation>Take the change back</translation>
    </message>
    <message>
        <source>Изменить</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Сделано, проверяем снова</source>
        <translation>Done, checking again</translation>
    </message>
    <message>
        <source>Изменение отменено</source>
        <translation>The change was taken back</translation>
    </message>
    <message>
        <source>Всё стало как было.</source>
        <translation>Everything is as it was.</translation>
    </message>
    <message>
        <source>Проверено снова: {state}</source>
        <translation>Checked again: {state}</translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>FixesDialog</name>
    <message>
        <source>Исправления</source>
        <translation>Fixes</translation>
    </message>
    <message>
        <source>Что программа исправила здесь</source>
        <translation>What the program mended here</translation>
    </message>
    <message>
        <source>Исправлений, которые можно отменить, нет.</source>
        <translation>There are no fixes that can be taken back.</translation>
    </message>
    <message>
        <source>Что было изменено</source>
        <translation>What was changed</translation>
    </message>
    <message>
        <source>Отменить изменение</source>
        <translation>Take the change back</translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Кабинет НМО</source>
        <translation>CME Cabinet</translation>
    </message>
    <message>
        <source>Готово {done} из {total}.</source>
        <translation>{done} of {total} done.</translation>
    </message>
    <message>
        <source>Программа открывается…</source>
        <translation>The program is opening…</translation>
    </message>
    <message>
        <source>Готовим учебный портал и учебные токены. Это займёт до полуминуты.</source>
        <translation>Preparing the training portal and training tokens. This takes up to half a minute.</translation>
    </message>
    <message>
        <source>Останавливаем учебный портал.</source>
        <translation>Stopping the training portal.</translation>
    </message>
    <message>
        <source>Учебный режим</source>
        <translation>Training mode</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>HandOverDialog</name>
    <message>
        <source>Передать на носитель</source>
        <translation>Hand over on a medium</translation>
    </message>
    <message>
        <source>Папка на носителе</source>
        <translation>Folder on the medium</translation>
    </message>
    <message>
        <source>Выбрать…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>&amp;Кодовая фраза</source>
        <translation>&amp;Passphrase</translation>
    </message>
    <message>
        <source>Кодовая фраза ещё &amp;раз</source>
        <translation>The same passphrase &amp;again</translation>
    </message>
    <message>
        <source>Без фразы: документы прочтёт любой, у кого носитель</source>
        <translation>No passphrase: whoever has the medium can read the documents</translation>
    </message>
    <message>
        <source>Передать ({count})</source>
        <translation>Hand over ({count})</translation>
    </message>
    <message numerus="yes">
        <source>Передать документы на другой компьютер: %n</source>
        <translation>
            <numerusform>Hand %n document over to another computer</numerusform>
            <numerusform>Hand %n documents over to another computer</numerusform>
        </translation>
    </message>
    <message>
        <source>Подписанные документы лягут в новую папку на носителе. Отправит их тот компьютер, где их возьмут с носителя; отсюда они больше не уйдут.</source>
        <translation>The signed documents go into a new folder on the medium. The computer that takes them from the medium sends them; they do not leave from here any more.</translation>
    </message>
</context>
<context>
    <name>HistoryDialog</name>
    <message>
        <source>Отправленные документы</source>
        <translation>Sent documents</translation>
    </message>
    <message>
        <source>Читаем квитанции…</source>
        <translation>Reading the receipts…</translation>
    </message>
    <message>
        <source>Спросить портал</source>
        <translation>Ask the portal</translation>
    </message>
    <message>
        <source>Скопировать квитанцию</source>
        <translation>Copy the receipt</translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Спрашиваем портал…</source>
        <translation>Asking the portal…</translation>
    </message>
    <message>
        <source>Документов: {count}</source>
        <translation>Documents: {count}</translation>
    </message>
    <message>
        <source>Здесь появятся квитанции портала о принятых документах.</source>
        <translation>The portal&apos;s receipts for documents that it took appear here.</translation>
    </message>
    <message>
        <source>Квитанция скопирована</source>
        <translation>The receipt was copied</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Документ: {title}</source>
        <translation>Document: {title}</translation>
    </message>
    <message>
        <source>Файл: {name}, {size}</source>
        <translation>File: {name}, {size}</translation>
    </message>
    <message>
        <source>Подписал: {name}</source>
        <translation>Signed by {name}</translation>
    </message>
    <message>
        <source>Портал принял: {when}, версия {version}</source>
        <translation>Taken by the portal: {when}, version {version}</translation>
    </message>
    <message>
        <source>Номер на портале: {id}</source>
        <translation>Number at the portal: {id}</translation>
    </message>
    <message>
        <source>версия {version}</source>
        <translation>version {version}</translation>
    </message>
    <message>
        <source>портал принял</source>
        <translation>taken by the portal</translation>
    </message>
    <message>
        <source>есть на портале</source>
        <translation>at the portal</translation>
    </message>
    <message>
        <source>на портале версия {version}</source>
        <translation>the portal has version {version}</translation>
    </message>
    <message>
        <source>портал о нём не говорит</source>
        <translation>the portal does not name it</translation>
    </message>
    <message>
        <source>отправлен не отсюда</source>
        <translation>not sent from here</translation>
    </message>
</context>
<context>
    <name>JournalBar</name>
    <message>
        <source>Чей журнал</source>
        <translation>Whose journal</translation>
    </message>
    <message>
        <source>Журнал портала</source>
        <translation>The portal&apos;s journal</translation>
    </message>
    <message>
        <source>Журнал этого компьютера</source>
        <translation>Log of this computer</translation>
    </message>
    <message>
        <source>За какое время</source>
        <translation>Of which time</translation>
    </message>
    <message>
        <source>За всё время</source>
        <translation>At any time</translation>
    </message>
    <message>
        <source>За сутки</source>
        <translation>The last day</translation>
    </message>
    <message>
        <source>За 7 дней</source>
        <translation>The last 7 days</translation>
    </message>
    <message>
        <source>За 30 дней</source>
        <translation>The last 30 days</translation>
    </message>
    <message>
        <source>За год</source>
        <translation>The last year</translation>
    </message>
    <message>
        <source>Кто: фамилия или имя</source>
        <translation>Who: a name</translation>
    </message>
    <message>
        <source>Кто: фамилия</source>
        <translation>Who: a name</translation>
    </message>
    <message>
        <source>С чем: часть номера</source>
        <translation>Object: part of a number</translation>
    </message>
</context>
<context>
    <name>JournalPage</name>
    <message>
        <source>Журнал</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Показать более ранние</source>
        <translation>Show older lines</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Обновить (F5)</source>
        <translation>Refresh (F5)</translation>
    </message>
    <message>
        <source>Обновить</source>
        <translation>Refresh</translation>
    </message>
    <message>
        <source>Сохранить или напечатать показанное</source>
        <translation>Save or print what is shown</translation>
    </message>
    <message>
        <source>Выгружаем…</source>
        <translation>Exporting…</translation>
    </message>
    <message>
        <source>Передано принтеру.</source>
        <translation>Sent to the printer.</translation>
    </message>
    <message>
        <source>Выгрузка отменена.</source>
        <translation>The export was cancelled.</translation>
    </message>
    <message>
        <source>Читаем журнал…</source>
        <translation>Reading the journal…</translation>
    </message>
    <message numerus="yes">
        <source>%n строк</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message>
        <source>запись {number} изменена не программой: покажите это ИТ-специалисту</source>
        <translation>entry {number} was changed by something else than the program: show this to an IT specialist</translation>
    </message>
    <message>
        <source>Строк нет</source>
        <translation>There are no lines</translation>
    </message>
    <message>
        <source>Под этот отбор ничего не подходит.</source>
        <translation>Nothing passes this filter.</translation>
    </message>
    <message>
        <source>Перейти ко входу</source>
        <translation>Go to the sign-in</translation>
    </message>
    <message>
        <source>Показать журнал этого компьютера</source>
        <translation>Show the log of this computer</translation>
    </message>
    <message>
        <source>Повторить</source>
        <translation>Repeat</translation>
    </message>
    <message>
        <source>Журнал {day}</source>
        <translation>Journal {day}</translation>
    </message>
    <message>
        <source>Выгружаем: {done} из {total}</source>
        <translation>Exporting: {done} of {total}</translation>
    </message>
    <message>
        <source>Сохранено: {path}</source>
        <translation>Saved: {path}</translation>
    </message>
</context>
<context>
    <name>KeyboardHint</name>
    <message>
        <source>Включён Caps Lock.</source>
        <translation>Caps Lock is on.</translation>
    </message>
    <message>
        <source>Раскладка русская: буквы PIN обычно латинские.</source>
        <translation>The keyboard layout is Russian: letters of a PIN are usually Latin.</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>Вход</source>
        <translation>Sign-in</translation>
    </message>
    <message>
        <source>Сертификаты на токенах</source>
        <translation>Certificates on tokens</translation>
    </message>
    <message>
        <source>Войти с ЭП</source>
        <translation>Sign in with e-signature</translation>
    </message>
    <message>
        <source>Войти через Госуслуги</source>
        <translation>Sign in through Gosuslugi</translation>
    </message>
    <message>
        <source>Открыть сертификаты</source>
        <translation>Open certificates</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Не получается?</source>
        <translation>Does not work?</translation>
    </message>
    <message>
        <source>Открыть диагностику</source>
        <translation>Open the diagnosis</translation>
    </message>
    <message>
        <source>Попробовать в учебном режиме</source>
        <translation>Try in training mode</translation>
    </message>
    <message>
        <source>Ищем токены</source>
        <translation>Looking for tokens</translation>
    </message>
    <message>
        <source>Обычно это секунда-другая.</source>
        <translation>This usually takes a second or two.</translation>
    </message>
    <message>
        <source>На токене нет сертификатов</source>
        <translation>The token has no certificates</translation>
    </message>
    <message>
        <source>Токен виден, но сертификата на нём нет. Вставьте другой токен.</source>
        <translation>The token is there, but holds no certificate. Insert another token.</translation>
    </message>
    <message>
        <source>Вставьте токен</source>
        <translation>Insert a token</translation>
    </message>
    <message>
        <source>Сертификаты появятся здесь сами, обновлять ничего не нужно.</source>
        <translation>Certificates appear here by themselves; nothing needs refreshing.</translation>
    </message>
    <message>
        <source>Вход по электронной подписи</source>
        <translation>Sign in with an electronic signature</translation>
    </message>
    <message>
        <source>Подходят для входа: {fitting} из {total}</source>
        <translation>Can be used to sign in: {fitting} of {total}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Кабинет НМО</source>
        <translation>CME Cabinet</translation>
    </message>
    <message>
        <source>Учебный режим: портал и токены ненастоящие</source>
        <translation>Training mode: the portal and the tokens are not real</translation>
    </message>
    <message>
        <source>Открыть окно</source>
        <translation>Open the window</translation>
    </message>
    <message>
        <source>Решения портала</source>
        <translation>The portal&apos;s decisions</translation>
    </message>
    <message>
        <source>Напоминания о сроках…</source>
        <translation>Reminders of terms…</translation>
    </message>
</context>
<context>
    <name>Mending</name>
    <message>
        <source>Файл сертификата</source>
        <translation>Certificate file</translation>
    </message>
    <message>
        <source>Сертификаты (*.cer *.crt *.pem *.der *.p7b)</source>
        <translation>Certificates (*.cer *.crt *.pem *.der *.p7b)</translation>
    </message>
    <message>
        <source>Все файлы (*)</source>
        <translation>All files (*)</translation>
    </message>
</context>
<context>
    <name>MessageView</name>
    <message>
        <source>Почему так?</source>
        <translation>Why is that?</translation>
    </message>
    <message>
        <source>Открыть диагностику на том, что это объясняет</source>
        <translation>Open the diagnosis at what explains this</translation>
    </message>
</context>
<context>
    <name>NewDocumentDialog</name>
    <message>
        <source>Новый документ</source>
        <translation>New document</translation>
    </message>
    <message>
        <source>Какой документ</source>
        <translation>Which document</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Изменить</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Показать документ</source>
        <translation>Show the document</translation>
    </message>
    <message>
        <source>Подписать…</source>
        <translation>Sign…</translation>
    </message>
</context>
<context>
    <name>NewTicketDialog</name>
    <message>
        <source>Новое обращение</source>
        <translation>New request</translation>
    </message>
    <message>
        <source>Изменить обращение</source>
        <translation>Change the request</translation>
    </message>
    <message>
        <source>Куда</source>
        <translation>To whom</translation>
    </message>
    <message>
        <source>О чём</source>
        <translation>About what</translation>
    </message>
    <message>
        <source>Когда случилось</source>
        <translation>When it happened</translation>
    </message>
    <message>
        <source>Приложить (не больше пяти файлов)</source>
        <translation>Attach (five files at most)</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Отправить</source>
        <translation>Send</translation>
    </message>
</context>
<context>
    <name>PackageDialog</name>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>PagePreview</name>
    <message>
        <source>Рисуем страницу…</source>
        <translation>Drawing the page…</translation>
    </message>
    <message>
        <source>Страница документа</source>
        <translation>Page of the document</translation>
    </message>
    <message>
        <source>Предыдущая страница</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>Следующая страница</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>Страница {number} из {pages}</source>
        <translation>Page {number} of {pages}</translation>
    </message>
</context>
<context>
    <name>PageTable</name>
    <message>
        <source>Вход</source>
        <translation>Sign-in</translation>
    </message>
    <message>
        <source>Сертификаты</source>
        <translation>Certificates</translation>
    </message>
    <message>
        <source>Согласия и настройки</source>
        <translation>Consents and settings</translation>
    </message>
    <message>
        <source>Документы</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Проверка подписи</source>
        <translation>Verification</translation>
    </message>
    <message>
        <source>Учётная запись</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>Регистрация и ФРМР</source>
        <translation>Registration and FRMR</translation>
    </message>
    <message>
        <source>Журнал</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Диагностика</source>
        <translation>Diagnosis</translation>
    </message>
    <message>
        <source>Поддержка</source>
        <translation>Support</translation>
    </message>
</context>
<context>
    <name>PaperFieldView</name>
    <message>
        <source>{label} (можно оставить пустым)</source>
        <translation>{label} (may stay empty)</translation>
    </message>
    <message>
        <source>Показать место</source>
        <translation>Show the place</translation>
    </message>
</context>
<context>
    <name>PassportPanel</name>
    <message>
        <source>Сверить</source>
        <translation>Compare</translation>
    </message>
    <message>
        <source>Паспортные данные</source>
        <translation>Passport data</translation>
    </message>
    <message>
        <source>Паспорт ещё не сверяли</source>
        <translation>The passport has not been compared yet</translation>
    </message>
    <message>
        <source>Портал сравнит данные с государственными; здесь они не сохраняются.</source>
        <translation>The portal compares the data with the state&apos;s own; nothing is kept here.</translation>
    </message>
    <message>
        <source>Паспортные данные совпали</source>
        <translation>The passport data match</translation>
    </message>
    <message>
        <source>Паспортные данные не совпали</source>
        <translation>The passport data do not match</translation>
    </message>
    <message>
        <source>Данные совпали, но паспорт недействителен</source>
        <translation>The data match, but the passport is not valid</translation>
    </message>
    <message>
        <source>портал недоступен, показано сохранённое на {at}</source>
        <translation>the portal cannot be reached; this is what it said on {at}</translation>
    </message>
    <message>
        <source>Сверка закрыта до {until}.</source>
        <translation>The check is closed until {until}.</translation>
    </message>
    <message>
        <source>Исправьте названное. Попыток до паузы: {tries}.</source>
        <translation>Correct what is named. Tries before a pause: {tries}.</translation>
    </message>
    <message>
        <source>Укажите новый паспорт, а если он не менялся, обратитесь в подразделение МВД.</source>
        <translation>Give the new passport; if it has not changed, ask the office of the ministry of the interior.</translation>
    </message>
</context>
<context>
    <name>PinChangeDialog</name>
    <message>
        <source>Этот токен разблокирует только программа его производителя</source>
        <translation>Only the vendor&apos;s own program can unblock this token</translation>
    </message>
    <message>
        <source>Обратитесь к тому, кто выдал токен.</source>
        <translation>Ask whoever issued the token.</translation>
    </message>
</context>
<context>
    <name>PinChangeForm</name>
    <message>
        <source>Смена PIN</source>
        <translation>Changing the PIN</translation>
    </message>
    <message>
        <source>Разблокировка PIN</source>
        <translation>Unblocking the PIN</translation>
    </message>
    <message>
        <source>Токен</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>&amp;Нынешний PIN</source>
        <translation>&amp;Present PIN</translation>
    </message>
    <message>
        <source>PIN &amp;администратора или PUK</source>
        <translation>&amp;Administrator&apos;s PIN or PUK</translation>
    </message>
    <message>
        <source>Новы&amp;й PIN</source>
        <translation>&amp;New PIN</translation>
    </message>
    <message>
        <source>Новый PIN &amp;ещё раз</source>
        <translation>New PIN a&amp;gain</translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Введите нынешний и новый PIN на клавиатуре считывателя после «Сменить PIN».</source>
        <translation>Type the present and the new PIN on the reader after “Change the PIN”.</translation>
    </message>
    <message numerus="yes">
        <source>Осталось попыток: %n</source>
        <translation>
            <numerusform>%n try left</numerusform>
            <numerusform>%n tries left</numerusform>
        </translation>
    </message>
    <message>
        <source>Новый PIN такой же, как первый: придумайте другой.</source>
        <translation>The new PIN is the same as the first one: choose another.</translation>
    </message>
    <message>
        <source>Второй раз новый PIN введён иначе.</source>
        <translation>The new PIN was typed differently the second time.</translation>
    </message>
    <message>
        <source>Осталась последняя попытка: неверный нынешний PIN заблокирует токен.</source>
        <translation>One try is left: a wrong present PIN locks the token.</translation>
    </message>
    <message>
        <source>Неверный PIN администратора тоже тратит попытки. Когда они кончатся, токен останется только стереть вместе с ключами.</source>
        <translation>A wrong administrator&apos;s PIN spends tries too. When none is left, all that remains is to erase the token with its keys.</translation>
    </message>
    <message>
        <source>Понимаю и продолжаю</source>
        <translation>I understand and go on</translation>
    </message>
    <message>
        <source>Токен меняет PIN</source>
        <translation>The token changes the PIN</translation>
    </message>
    <message>
        <source>Сменить PIN</source>
        <translation>Change the PIN</translation>
    </message>
    <message>
        <source>Разблокировать</source>
        <translation>Unblock</translation>
    </message>
    <message>
        <source>PIN администратора (PUK) выдают вместе с токеном. Его знает тот, кто выдал токен.</source>
        <translation>The administrator&apos;s PIN (PUK) comes with the token. Whoever issued the token knows it.</translation>
    </message>
    <message>
        <source>Подходит ли новый PIN, видно, пока вы его вводите: попытки на это не тратятся.</source>
        <translation>Whether the new PIN will do shows while you type: that spends no tries.</translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message>
        <source>Подпись токеном</source>
        <translation>Signing with a token</translation>
    </message>
    <message>
        <source>Введите PIN на клавиатуре считывателя после «Подписать».</source>
        <translation>Enter the PIN on the reader’s keypad after pressing “Sign”.</translation>
    </message>
    <message>
        <source>Понимаю: если PIN снова неверен, токен заблокируется</source>
        <translation>I understand: if the PIN is wrong again, the token locks</translation>
    </message>
    <message>
        <source>Токен подписывает</source>
        <translation>The token is signing</translation>
    </message>
    <message>
        <source>Подписывает: {owner}, сертификат до {until}</source>
        <translation>Signed by: {owner}, certificate valid until {until}</translation>
    </message>
    <message>
        <source>Токен: {label} ({serial})</source>
        <translation>Token: {label} ({serial})</translation>
    </message>
    <message>
        <source>Показать, что подписывается</source>
        <translation>Show what is signed</translation>
    </message>
    <message>
        <source>Что подписывается</source>
        <translation>What is signed</translation>
    </message>
    <message>
        <source>Подписать</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message numerus="yes">
        <source>Осталось попыток: %n</source>
        <translation>
            <numerusform>%n try left</numerusform>
            <numerusform>%n tries left</numerusform>
        </translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>PinField</name>
    <message>
        <source>&amp;PIN-код токена</source>
        <translation>Token &amp;PIN</translation>
    </message>
    <message>
        <source>П&amp;оказать</source>
        <translation>Sh&amp;ow</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>{name}, ждут вас: {count}</source>
        <translation>{name}, waiting for you: {count}</translation>
    </message>
</context>
<context>
    <name>RegisterPanel</name>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>RegistersPage</name>
    <message>
        <source>Регистрация и ФРМР</source>
        <translation>Registration and FRMR</translation>
    </message>
    <message>
        <source>Паспорт</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>Регистрация</source>
        <translation>Registration</translation>
    </message>
    <message>
        <source>ФРМР</source>
        <translation>FRMR</translation>
    </message>
    <message>
        <source>Войдите, чтобы увидеть заявку и сверку с ФРМР</source>
        <translation>Sign in to see the application and the comparison with FRMR</translation>
    </message>
    <message>
        <source>Черновик заявки хранится на этом компьютере и никуда не денется.</source>
        <translation>The draft of the application is kept on this computer.</translation>
    </message>
    <message>
        <source>Перейти ко входу</source>
        <translation>Go to sign-in</translation>
    </message>
</context>
<context>
    <name>RegistrationPanel</name>
    <message>
        <source>Отправить заявку</source>
        <translation>Send the application</translation>
    </message>
    <message>
        <source>Отозвать</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>Включить второй фактор</source>
        <translation>Switch the second factor on</translation>
    </message>
    <message>
        <source>Заявка на регистрацию</source>
        <translation>Application for registration</translation>
    </message>
    <message>
        <source>Заявки пока нет</source>
        <translation>There is no application yet</translation>
    </message>
    <message>
        <source>Портал обещает решить до {until}.</source>
        <translation>The portal means to decide by {until}.</translation>
    </message>
    <message>
        <source>Портал недоступен, показано сохранённое.</source>
        <translation>The portal cannot be reached; this was kept earlier.</translation>
    </message>
    <message>
        <source>Здесь нет хранилища ключей: черновик исчезнет вместе с программой.</source>
        <translation>There is no keyring here: the draft ends with the program.</translation>
    </message>
    <message>
        <source>Новое: {status}, {at}.</source>
        <translation>New: {status}, {at}.</translation>
    </message>
    <message>
        <source>Оператор: {comment}</source>
        <translation>Operator: {comment}</translation>
    </message>
    <message>
        <source>Код отправлен на {address}, действует до {until}</source>
        <translation>A code went to {address}; it holds until {until}</translation>
    </message>
    <message>
        <source>Второй фактор</source>
        <translation>Second factor</translation>
    </message>
</context>
<context>
    <name>RegistrationScans</name>
    <message>
        <source>Что на скане</source>
        <translation>What the scan shows</translation>
    </message>
    <message>
        <source>Сканы</source>
        <translation>Scans</translation>
    </message>
    <message>
        <source>Добавить скан…</source>
        <translation>Add a scan…</translation>
    </message>
    <message>
        <source>Убрать</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>Ещё нужны: {names}</source>
        <translation>Still needed: {names}</translation>
    </message>
    <message>
        <source>Сканы: PDF, JPEG или PNG до 10 МБ, можно перетащить сюда</source>
        <translation>Scans: PDF, JPEG or PNG of at most 10 MB; they can be dropped here</translation>
    </message>
    <message>
        <source>Сканы (*.pdf *.jpg *.jpeg *.png *.PDF *.JPG *.JPEG *.PNG)</source>
        <translation>Scans (*.pdf *.jpg *.jpeg *.png *.PDF *.JPG *.JPEG *.PNG)</translation>
    </message>
    <message>
        <source>Скан</source>
        <translation>Scan</translation>
    </message>
</context>
<context>
    <name>RemindersDialog</name>
    <message>
        <source>Напоминания о сроках</source>
        <translation>Reminders of terms</translation>
    </message>
    <message>
        <source>За сколько дней до конца срока напоминать. Пустая строка — не напоминать.</source>
        <translation>How many days before the end of a term to remind. An empty line: not at all.</translation>
    </message>
    <message>
        <source>Дни до конца срока</source>
        <translation>Days before the end</translation>
    </message>
    <message>
        <source>У чего заканчивается срок</source>
        <translation>What ends</translation>
    </message>
    <message>
        <source>Сохранить календарь (.ics)…</source>
        <translation>Save a calendar (.ics)…</translation>
    </message>
    <message>
        <source>Сроки всех документов для Outlook, телефона и других</source>
        <translation>The terms of all credentials for Outlook, a phone and others</translation>
    </message>
    <message>
        <source>Готово</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Отмена</source>
        <translation>Cancel</translation>
    </message>
    <message numerus="yes">
        <source>%n заканчиваются</source>
        <translation>
            <numerusform>The term of %n credential ends</numerusform>
            <numerusform>The terms of %n credentials end</numerusform>
        </translation>
    </message>
    <message>
        <source>Сохранить календарь</source>
        <translation>Save the calendar</translation>
    </message>
    <message>
        <source>Календарь (*.ics)</source>
        <translation>Calendar (*.ics)</translation>
    </message>
    <message>
        <source>Сроки документов НМО.ics</source>
        <translation>NMO terms.ics</translation>
    </message>
    <message>
        <source>Календарь сохранён: {path}</source>
        <translation>The calendar was saved: {path}</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Страница HTML (*.html)</source>
        <translation>HTML page (*.html)</translation>
    </message>
    <message>
        <source>Данные JSON (*.json)</source>
        <translation>JSON data (*.json)</translation>
    </message>
    <message>
        <source>Сохранить отчёт</source>
        <translation>Save the report</translation>
    </message>
    <message>
        <source>Архив ZIP (*.zip)</source>
        <translation>ZIP archive (*.zip)</translation>
    </message>
    <message>
        <source>Сохранить пакет для поддержки</source>
        <translation>Save the support bundle</translation>
    </message>
</context>
<context>
    <name>SettingsPanel</name>
    <message>
        <source>Как в системе</source>
        <translation>Same as the system</translation>
    </message>
    <message>
        <source>Светлая</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Тёмная</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Хранить вход и таблицу на диске без шифрования</source>
        <translation>Keep sign-in and table on disk without encryption</translation>
    </message>
    <message>
        <source>Выключить учебный режим</source>
        <translation>Turn training mode off</translation>
    </message>
    <message>
        <source>Включить учебный режим</source>
        <translation>Turn training mode on</translation>
    </message>
    <message>
        <source>&amp;Язык</source>
        <translation>&amp;Language</translation>
    </message>
    <message>
        <source>&amp;Цвета</source>
        <translation>&amp;Colours</translation>
    </message>
    <message>
        <source>&amp;Адрес портала</source>
        <translation>Portal &amp;address</translation>
    </message>
    <message>
        <source>&amp;Служба штампов времени (RFC 3161)</source>
        <translation>&amp;Time-stamp service (RFC 3161)</translation>
    </message>
    <message>
        <source>Если на компьютере нет хранилища ключей</source>
        <translation>If the computer has no keyring</translation>
    </message>
    <message>
        <source>Тогда таблицу прочтёт любой, у кого есть доступ к диску.</source>
        <translation>Then anyone with access to the disk can read the table.</translation>
    </message>
    <message>
        <source>Решения портала</source>
        <translation>The portal's decisions</translation>
    </message>
    <message>
        <source>Учебный режим</source>
        <translation>Training mode</translation>
    </message>
    <message>
        <source>Вся программа на ненастоящих портале и токенах.</source>
        <translation>The whole program with a portal and tokens that are not real.</translation>
    </message>
    <message>
        <source>Настройки</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>SignatureOptions</name>
    <message>
        <source>&amp;Отдельный файл .sig рядом (отсоединённая подпись)</source>
        <translation>A .sig file of its &amp;own (detached signature)</translation>
    </message>
    <message>
        <source>Файл .sig с документом &amp;внутри (присоединённая подпись)</source>
        <translation>A .sig file with the document &amp;inside (attached signature)</translation>
    </message>
    <message>
        <source>Внутри &amp;PDF: подписанная копия рядом</source>
        <translation>Inside the &amp;PDF: a signed copy beside it</translation>
    </message>
    <message>
        <source>&amp;Отдельно от документа (отсоединённая подпись)</source>
        <translation>Apart from the &amp;document (detached signature)</translation>
    </message>
    <message>
        <source>&amp;Вместе с документом, в одном файле (присоединённая подпись)</source>
        <translation>With the document in &amp;one file (attached signature)</translation>
    </message>
    <message>
        <source>Внутри &amp;PDF</source>
        <translation>Inside the &amp;PDF</translation>
    </message>
    <message>
        <source>Внутри PDF подписывают PDF-файлы ключом RSA или ECDSA.</source>
        <translation>Inside PDFs, PDF files are signed with an RSA or ECDSA key.</translation>
    </message>
    <message>
        <source>&amp;Штамп времени: доказывает, когда подписано</source>
        <translation>&amp;Time stamp: proves when it was signed</translation>
    </message>
    <message>
        <source>Адрес службы штампов времени</source>
        <translation>Address of the time-stamp service</translation>
    </message>
</context>
<context>
    <name>SigningIn</name>
    <message>
        <source>Готово: вернитесь в программу «Кабинет НМО», эту вкладку можно закрыть.</source>
        <translation>Done: go back to the program; this tab can be closed.</translation>
    </message>
    <message>
        <source>Вход на {origin}</source>
        <translation>Sign in to {origin}</translation>
    </message>
</context>
<context>
    <name>StateView</name>
    <message>
        <source>Почему так?</source>
        <translation>Why is that?</translation>
    </message>
    <message>
        <source>Открыть диагностику на том, что это объясняет</source>
        <translation>Open the diagnosis at what explains this</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Вошли: {name}</source>
        <translation>Signed in: {name}</translation>
    </message>
    <message>
        <source>Вход не выполнен</source>
        <translation>Not signed in</translation>
    </message>
    <message>
        <source>Портал ещё не опрошен</source>
        <translation>Portal not asked yet</translation>
    </message>
    <message>
        <source>Портал на связи</source>
        <translation>Portal connected</translation>
    </message>
    <message>
        <source>Портал отвечает ошибкой</source>
        <translation>The portal answers with an error</translation>
    </message>
    <message>
        <source>Нет связи с порталом</source>
        <translation>No connection to the portal</translation>
    </message>
    <message>
        <source>Ждут отправки: {count}</source>
        <translation>Waiting to be sent: {count}</translation>
    </message>
    <message>
        <source>Новые решения портала: {count}</source>
        <translation>New decisions of the portal: {count}</translation>
    </message>
    <message>
        <source>Решения портала</source>
        <translation>Decisions of the portal</translation>
    </message>
    <message>
        <source>Ищем токен…</source>
        <translation>Looking for a token…</translation>
    </message>
    <message>
        <source>Токен не вставлен</source>
        <translation>No token inserted</translation>
    </message>
    <message>
        <source>Токенов: {count}</source>
        <translation>Tokens: {count}</translation>
    </message>
    <message>
        <source>PIN заблокирован</source>
        <translation>PIN locked</translation>
    </message>
    <message>
        <source>осталась одна попытка PIN</source>
        <translation>one PIN try left</translation>
    </message>
    <message>
        <source>PIN не задан</source>
        <translation>no PIN set</translation>
    </message>
</context>
<context>
    <name>SupportDetails</name>
    <message>
        <source>Обращение подробно</source>
        <translation>The request in detail</translation>
    </message>
    <message>
        <source>Комментарий</source>
        <translation>Comment</translation>
    </message>
    <message>
        <source>Дополните заявку или ответьте на вопрос</source>
        <translation>Add to the request, or answer the question</translation>
    </message>
    <message>
        <source>Отправить комментарий</source>
        <translation>Send the comment</translation>
    </message>
    <message>
        <source>Изменить</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Удалить обращение</source>
        <translation>Drop the request</translation>
    </message>
    <message>
        <source>Заявка № {number}: {status}</source>
        <translation>Request no. {number}: {status}</translation>
    </message>
    <message>
        <source>О чём: {topic}</source>
        <translation>About: {topic}</translation>
    </message>
    <message>
        <source>Создана {time}</source>
        <translation>Made {time}</translation>
    </message>
    <message>
        <source>Ответ ожидается до {time}</source>
        <translation>An answer is expected by {time}</translation>
    </message>
    <message>
        <source>Файлы: {names}</source>
        <translation>Files: {names}</translation>
    </message>
    <message>
        <source>Ждёт отправки с {time}</source>
        <translation>Waiting to be sent since {time}</translation>
    </message>
    <message>
        <source>Обращение сохранено зашифрованным и уйдёт один раз, когда будет связь.</source>
        <translation>The request is kept encrypted and leaves once, as soon as the portal can be reached.</translation>
    </message>
    <message>
        <source>Связаться без программы</source>
        <translation>Without this program</translation>
    </message>
</context>
<context>
    <name>SupportModel</name>
    <message>
        <source>ждёт отправки</source>
        <translation>waits to be sent</translation>
    </message>
    <message>
        <source>№ {number} · {desk} · {time}</source>
        <translation>No. {number} · {desk} · {time}</translation>
    </message>
</context>
<context>
    <name>SupportPage</name>
    <message>
        <source>Поддержка</source>
        <translation>Support</translation>
    </message>
    <message>
        <source>Мои заявки</source>
        <translation>My requests</translation>
    </message>
    <message>
        <source>Телефоны и адреса</source>
        <translation>Telephones and addresses</translation>
    </message>
    <message>
        <source>Новое обращение</source>
        <translation>New request</translation>
    </message>
    <message>
        <source>Мои заявки: {sent}, ждут отправки: {waiting}</source>
        <translation>My requests: {sent}, waiting to be sent: {waiting}</translation>
    </message>
    <message>
        <source>портал не ответил, показано сохранённое на {at}</source>
        <translation>the portal did not answer; this is what it said on {at}</translation>
    </message>
    <message>
        <source>Программа спрашивает портал…</source>
        <translation>The program is asking the portal…</translation>
    </message>
</context>
<context>
    <name>SyncPanel</name>
    <message>
        <source>Написать в поддержку</source>
        <translation>Write to the support</translation>
    </message>
    <message>
        <source>Открыть обращение с готовым текстом</source>
        <translation>Open a request with a ready text</translation>
    </message>
    <message>
        <source>Сверить сейчас</source>
        <translation>Compare now</translation>
    </message>
    <message>
        <source>Сверки с ФРМР ещё не было</source>
        <translation>There has been no comparison with FRMR yet</translation>
    </message>
    <message>
        <source>Портал сравнит свои сведения с регистром и возьмёт оттуда новое.</source>
        <translation>The portal compares its data with the register and takes over what is new.</translation>
    </message>
    <message>
        <source>Нужны действия · {at}</source>
        <translation>Something has to be done · {at}</translation>
    </message>
    <message>
        <source>Сведения совпадают с ФРМР · {at}</source>
        <translation>The data agree with FRMR · {at}</translation>
    </message>
    <message>
        <source>Портал недоступен, это сохранённый отчёт.</source>
        <translation>The portal cannot be reached; this report was kept earlier.</translation>
    </message>
    <message>
        <source>Кто действует: {who}.</source>
        <translation>Who acts: {who}.</translation>
    </message>
    <message>
        <source>Различаются: {traits}.</source>
        <translation>What differs: {traits}.</translation>
    </message>
    <message>
        <source>ФРМР и сертификат совпадают: возможно, устарела сама учётная запись. {mend}</source>
        <translation>FRMR and certificate agree: it may be the account that is outdated. {mend}</translation>
    </message>
    <message>
        <source>Раздел</source>
        <translation>Section</translation>
    </message>
    <message>
        <source>Что</source>
        <translation>What</translation>
    </message>
    <message>
        <source>На портале</source>
        <translation>Portal</translation>
    </message>
    <message>
        <source>В ФРМР</source>
        <translation>FRMR</translation>
    </message>
    <message>
        <source>Итог</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>Расхождения с ФРМР</source>
        <translation>Differences from FRMR</translation>
    </message>
    <message>
        <source>Сверять самой программой:</source>
        <translation>Compare by itself:</translation>
    </message>
    <message>
        <source>никогда</source>
        <translation>never</translation>
    </message>
    <message>
        <source>каждый день</source>
        <translation>every day</translation>
    </message>
    <message numerus="yes">
        <source>каждые %n дн.</source>
        <translation>
            <numerusform>every %n day</numerusform>
            <numerusform>every %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TableExporting</name>
    <message>
        <source>Печать…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>Сохранить таблицу</source>
        <translation>Save the table</translation>
    </message>
    <message>
        <source>Excel (XLSX)…</source>
        <translation>Excel (XLSX)…</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>CSV для Excel…</source>
        <translation>CSV for Excel…</translation>
    </message>
    <message>
        <source>CSV для программ, без BOM…</source>
        <translation>CSV for programs, without a BOM…</translation>
    </message>
</context>
<context>
    <name>TableHeader</name>
    <message>
        <source>Упорядочить по столбцу</source>
        <translation>Sort by column</translation>
    </message>
    <message>
        <source>Показывать столбцы</source>
        <translation>Show columns</translation>
    </message>
    <message>
        <source>По убыванию</source>
        <translation>Descending</translation>
    </message>
</context>
<context>
    <name>TakeInDialog</name>
    <message>
        <source>Взять с носителя</source>
        <translation>Take from a medium</translation>
    </message>
    <message>
        <source>&amp;Кодовая фраза</source>
        <translation>&amp;Passphrase</translation>
    </message>
    <message>
        <source>Взять документы</source>
        <translation>Take the documents</translation>
    </message>
    <message>
        <source>Введите кодовую фразу</source>
        <translation>Enter the passphrase</translation>
    </message>
    <message>
        <source>Её задали, когда передавали документы. Папка: {folder}</source>
        <translation>It was chosen when the documents were handed over. Folder: {folder}</translation>
    </message>
</context>
<context>
    <name>TicketAttachments</name>
    <message>
        <source>Приложено</source>
        <translation>Attached</translation>
    </message>
    <message>
        <source>Закрыть личные данные на снимке</source>
        <translation>Cover personal data in the picture</translation>
    </message>
    <message>
        <source>Снимок окна</source>
        <translation>Picture of the window</translation>
    </message>
    <message>
        <source>Файл…</source>
        <translation>File…</translation>
    </message>
    <message>
        <source>Отчёт диагностики…</source>
        <translation>Diagnosis…</translation>
    </message>
    <message>
        <source>Убрать</source>
        <translation>Remove</translation>
    </message>
    <message>
        <source>{name} · {size} КБ</source>
        <translation>{name} · {size} KB</translation>
    </message>
    <message>
        <source>{name} · {size} КБ, снимок уменьшен (было {before} КБ)</source>
        <translation>{name} · {size} KB, the picture was made smaller (it had {before} KB)</translation>
    </message>
    <message>
        <source>Что приложить</source>
        <translation>What to attach</translation>
    </message>
    <message>
        <source>Приложить</source>
        <translation>Attach</translation>
    </message>
    <message>
        <source>Не прикладывать</source>
        <translation>Do not attach</translation>
    </message>
</context>
<context>
    <name>TrainingHint</name>
    <message>
        <source>Учебный режим. PIN администратора у всех токенов: {pin}</source>
        <translation>Training mode. Administrator&apos;s PIN of every token: {pin}</translation>
    </message>
    <message>
        <source>Учебные токены принадлежат вымышленным людям. PIN: {pins}</source>
        <translation>The training tokens belong to invented people. PIN: {pins}</translation>
    </message>
</context>
<context>
    <name>Translations</name>
    <message>
        <source>Кабинет НМО</source>
        <translation>CME Cabinet</translation>
    </message>
</context>
<context>
    <name>Trial</name>
    <message>
        <source>Пробная подпись</source>
        <translation>Trial signature</translation>
    </message>
</context>
<context>
    <name>TrialDialog</name>
    <message>
        <source>Готов ли компьютер к подписи?</source>
        <translation>Is this computer ready to sign?</translation>
    </message>
    <message>
        <source>Программа подпишет этим сертификатом безобидный пробный текст и проверит подпись. PIN понадобится один раз, неверный PIN тратит попытку. Никуда ничего не уходит.</source>
        <translation>The program signs a harmless trial text with this certificate and verifies the signature. The PIN is needed once, a wrong PIN spends a try. Nothing is sent anywhere.</translation>
    </message>
    <message>
        <source>Каким сертификатом подписать</source>
        <translation>Which certificate shall sign</translation>
    </message>
    <message>
        <source>Подписать пробный текст</source>
        <translation>Sign the trial text</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>VerificationDetails</name>
    <message>
        <source>Подпись подробно</source>
        <translation>The signature in detail</translation>
    </message>
</context>
<context>
    <name>VerificationPage</name>
    <message>
        <source>Проверка подписи</source>
        <translation>Verification</translation>
    </message>
    <message>
        <source>Подписи</source>
        <translation>Signatures</translation>
    </message>
    <message>
        <source>Без сети</source>
        <translation>Without network</translation>
    </message>
    <message>
        <source>Ничего не запрашивать у удостоверяющих центров</source>
        <translation>Ask the certification authorities for nothing</translation>
    </message>
    <message>
        <source>Сохранить отчёт</source>
        <translation>Save the report</translation>
    </message>
    <message>
        <source>Выбрать файлы</source>
        <translation>Choose files</translation>
    </message>
    <message>
        <source>Проверьте чужую или свою подпись</source>
        <translation>Verify a signature, yours or another&apos;s</translation>
    </message>
    <message>
        <source>Перетащите сюда файл подписи, подписанный документ или PDF. Токен и вход на портал не нужны, файлы никуда не отправляются.</source>
        <translation>Drop a signature file, a signed document or a PDF here. Neither a token nor a sign-in is needed; the files are sent nowhere.</translation>
    </message>
    <message>
        <source>Подписи проверяются</source>
        <translation>Signatures are being verified</translation>
    </message>
    <message>
        <source>Отменить</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>{done} из {total}: {name}</source>
        <translation>{done} of {total}: {name}</translation>
    </message>
    <message>
        <source>Отчёт сохранён: {path}</source>
        <translation>Report saved: {path}</translation>
    </message>
    <message>
        <source>Что проверить</source>
        <translation>What to verify</translation>
    </message>
    <message>
        <source>Страница HTML (*.html)</source>
        <translation>HTML page (*.html)</translation>
    </message>
    <message>
        <source>Данные JSON (*.json)</source>
        <translation>JSON data (*.json)</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>История документа</source>
        <translation>History of the document</translation>
    </message>
    <message>
        <source>Спрашиваем у портала…</source>
        <translation>Asking the portal…</translation>
    </message>
    <message>
        <source>Версии документа</source>
        <translation>Versions of the document</translation>
    </message>
    <message>
        <source>Открыть PDF</source>
        <translation>Open PDF</translation>
    </message>
    <message>
        <source>Закрыть</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Версий: {count}</source>
        <translation>Versions: {count}</translation>
    </message>
    <message>
        <source>Версия {number}: {state}</source>
        <translation>Version {number}: {state}</translation>
    </message>
    <message>
        <source>загружена {day}, {who}</source>
        <translation>sent {day}, {who}</translation>
    </message>
</context>
<context>
    <name>WithdrawDialog</name>
    <message>
        <source>Отзыв согласия</source>
        <translation>Withdrawal of consent</translation>
    </message>
    <message>
        <source>Отозвать согласие?</source>
        <translation>Withdraw the consent?</translation>
    </message>
    <message>
        <source>После отзыва: {what}</source>
        <translation>After withdrawal: {what}</translation>
    </message>
    <message>
        <source>Отозвать</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>Не отзывать</source>
        <translation>Keep it</translation>
    </message>
</context>
</TS>
