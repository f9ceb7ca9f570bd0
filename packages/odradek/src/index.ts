// Public door: the client. The broker in a process is @odradek/testing, the command line the program `odradek`.
export * from '@odradek/client'
