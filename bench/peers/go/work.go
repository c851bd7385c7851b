// The scenarios on Go's scheduler, on one processor. Prints one "metric value" a line.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"sync"
	"syscall"
	"time"
)

const (
	yielders     = 1_000
	yields       = 1_000_000
	calls        = 1_000_000
	spawns       = 100_000
	sleepers     = 1_000_000
	liveSleepers = 100_000
	cancels      = 100_000
	depth        = 100_000
)

// repeat prints the median over as many runs as fit, after one that warms up.
func repeat(operations int, once func() time.Duration) {
	once()
	var times []time.Duration
	for began := time.Now(); len(times) < 3 || time.Since(began) < time.Second/2; {
		times = append(times, once())
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	fmt.Println("ns", float64(times[len(times)/2].Nanoseconds())/float64(operations))
}

func timed(run func()) func() time.Duration {
	return func() time.Duration {
		began := time.Now()
		run()
		return time.Since(began)
	}
}

func yieldAll() {
	var group sync.WaitGroup
	group.Add(yielders)
	for i := 0; i < yielders; i++ {
		go func() {
			for i := 0; i < yields/yielders; i++ {
				runtime.Gosched()
			}
			group.Done()
		}()
	}
	group.Wait()
}

//go:noinline
func leaf(x int) int { return x + 1 }

//go:noinline
func suspendingLeaf(x int) int {
	runtime.Gosched()
	return x + 1
}

var sum int

func callAll(leaf func(int) int) {
	for i := 0; i < calls; i++ {
		sum += leaf(i)
	}
}

func spawnAll(leaf func(int) int) {
	results := make([]chan int, spawns)
	for i := range results {
		result := make(chan int, 1)
		results[i] = result
		go func(i int) { result <- leaf(i) }(i)
	}
	for _, result := range results {
		sum += <-result
	}
}

func sleepAll() {
	var group sync.WaitGroup
	group.Add(sleepers)
	for i := 0; i < sleepers; i++ {
		go func() {
			time.Sleep(time.Second)
			group.Done()
		}()
	}
	group.Wait()
}

func inUse() float64 {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return float64(memory.HeapAlloc + memory.StackInuse)
}

func liveBytes() float64 {
	before := inUse()
	for i := 0; i < liveSleepers; i++ {
		go time.Sleep(time.Hour)
	}
	time.Sleep(time.Second / 10)
	return (inUse() - before) / liveSleepers
}

func cancelAll() time.Duration {
	var group sync.WaitGroup
	group.Add(cancels)
	stops := make([]context.CancelFunc, cancels)
	for i := range stops {
		ctx, stop := context.WithCancel(context.Background())
		stops[i] = stop
		go func() {
			timer := time.NewTimer(time.Hour)
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
			}
			group.Done()
		}()
	}
	runtime.Gosched()
	began := time.Now()
	for _, stop := range stops {
		stop()
	}
	group.Wait()
	return time.Since(began)
}

//go:noinline
func recursion(depth int) int {
	if depth == 0 {
		runtime.Gosched()
		return 0
	}
	return 1 + recursion(depth-1)
}

func processor() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func peakBytes() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Maxrss) * 1024
}

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetMaxStack(1 << 30)
	switch os.Args[1] {
	case "yield":
		repeat(yields, timed(yieldAll))
	case "call":
		repeat(calls, timed(func() { callAll(leaf) }))
	case "suspending-call":
		repeat(calls, timed(func() { callAll(suspendingLeaf) }))
	case "spawn":
		repeat(spawns, timed(func() { spawnAll(leaf) }))
	case "spawn-yield":
		repeat(spawns, timed(func() { spawnAll(suspendingLeaf) }))
	case "cancel":
		repeat(cancels, cancelAll)
	case "recursion":
		repeat(depth, timed(func() {
			done := make(chan int)
			go func() { done <- recursion(depth) }()
			sum += <-done
		}))
	case "sleepers":
		memory, used := peakBytes(), processor()
		fmt.Println("s", timed(sleepAll)().Seconds())
		fmt.Println("cpu-s", processor()-used)
		fmt.Println("rss-bytes", (peakBytes()-memory)/sleepers)
	case "sleepers-live":
		fmt.Println("live-bytes", liveBytes())
	}
}
