// Gets a URL again and again over so many connections with net/http, and tells how often a second.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	url := os.Args[1]
	connections, _ := strconv.Atoi(os.Args[2])
	seconds, _ := strconv.Atoi(os.Args[3])
	client := &http.Client{Transport: &http.Transport{MaxIdleConns: connections, MaxIdleConnsPerHost: connections}}
	var count atomic.Int64
	var stopped atomic.Bool
	var all sync.WaitGroup
	for i := 0; i < connections; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for !stopped.Load() {
				answer, err := client.Get(url)
				if err != nil {
					panic(err)
				}
				io.ReadAll(answer.Body)
				answer.Body.Close()
				count.Add(1)
			}
		}()
	}
	time.Sleep(time.Second)
	count.Store(0)
	began := time.Now()
	time.Sleep(time.Duration(seconds) * time.Second)
	fmt.Println(int64(float64(count.Load()) / time.Since(began).Seconds()))
	stopped.Store(true)
	all.Wait()
}
