<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU" sourcelanguage="ru_RU">
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
</TS>
