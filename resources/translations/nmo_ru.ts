<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="ru_RU">
<context>
    <name>BatchDialog</name>
    <message numerus="yes">
        <source>Подписаны все документы: %n</source>
        <translation>
            <numerusform>Подписан %n документ</numerusform>
            <numerusform>Подписаны %n документа</numerusform>
            <numerusform>Подписаны %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchRun</name>
    <message numerus="yes">
        <source>Подписать документы: %n</source>
        <translation>
            <numerusform>Подписать %n документ</numerusform>
            <numerusform>Подписать %n документа</numerusform>
            <numerusform>Подписать %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CertificateDialog</name>
    <message numerus="yes">
        <source>Каким сертификатом подписать документы: %n</source>
        <translation>
            <numerusform>Каким сертификатом подписать %n документ</numerusform>
            <numerusform>Каким сертификатом подписать %n документа</numerusform>
            <numerusform>Каким сертификатом подписать %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CredentialHeadline</name>
    <message numerus="yes">
        <source>%n записей</source>
        <translation>
            <numerusform>%n запись</numerusform>
            <numerusform>%n записи</numerusform>
            <numerusform>%n записей</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n требуют продления</source>
        <translation>
            <numerusform>%n требует продления</numerusform>
            <numerusform>%n требуют продления</numerusform>
            <numerusform>%n требуют продления</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentWords</name>
    <message numerus="yes">
        <source>Документов: %n</source>
        <translation>
            <numerusform>%n документ</numerusform>
            <numerusform>%n документа</numerusform>
            <numerusform>%n документов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Портал принял: %n</source>
        <translation>
            <numerusform>Портал принял %n документ</numerusform>
            <numerusform>Портал принял %n документа</numerusform>
            <numerusform>Портал принял %n документов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Обработано при отправке: %n</source>
        <translation>
            <numerusform>Обработан при отправке %n документ</numerusform>
            <numerusform>Обработаны при отправке %n документа</numerusform>
            <numerusform>Обработаны при отправке %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentsFooter</name>
    <message numerus="yes">
        <source>Добавлено: %n</source>
        <translation>
            <numerusform>Добавлен %n документ</numerusform>
            <numerusform>Добавлены %n документа</numerusform>
            <numerusform>Добавлены %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HandOverDialog</name>
    <message numerus="yes">
        <source>Передать документы на другой компьютер: %n</source>
        <translation>
            <numerusform>Передать на другой компьютер %n документ</numerusform>
            <numerusform>Передать на другой компьютер %n документа</numerusform>
            <numerusform>Передать на другой компьютер %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JournalPage</name>
    <message numerus="yes">
        <source>%n строк</source>
        <translation>
            <numerusform>%n строка</numerusform>
            <numerusform>%n строки</numerusform>
            <numerusform>%n строк</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinChangeForm</name>
    <message numerus="yes">
        <source>Осталось попыток: %n</source>
        <translation>
            <numerusform>Осталась %n попытка</numerusform>
            <numerusform>Осталось %n попытки</numerusform>
            <numerusform>Осталось %n попыток</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinDialog</name>
    <message numerus="yes">
        <source>Осталось попыток: %n</source>
        <translation>
            <numerusform>Осталась %n попытка</numerusform>
            <numerusform>Осталось %n попытки</numerusform>
            <numerusform>Осталось %n попыток</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RemindersDialog</name>
    <message numerus="yes">
        <source>%n заканчиваются</source>
        <translation>
            <numerusform>Заканчивается срок у %n документа</numerusform>
            <numerusform>Заканчивается срок у %n документов</numerusform>
            <numerusform>Заканчивается срок у %n документов</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncPanel</name>
    <message numerus="yes">
        <source>каждые %n дн.</source>
        <translation>
            <numerusform>раз в %n день</numerusform>
            <numerusform>раз в %n дня</numerusform>
            <numerusform>раз в %n дней</numerusform>
        </translation>
    </message>
</context>
</TS>
