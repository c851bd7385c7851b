// An echo server on one of Go's processors. echo PORT
package main

import (
	"net"
	"os"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(1)
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		panic(err)
	}

	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}

		go echo(client)
	}
}

func echo(client net.Conn) {
	defer client.Close()
	buffer := make([]byte, 4096)
	for {
		count, err := client.Read(buffer)
		if err != nil {
			return
		}

		if _, err = client.Write(buffer[:count]); err != nil {
			return
		}
	}
}
