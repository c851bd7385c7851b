//! The scenarios on tokio's current-thread runtime. Prints one "metric value" a line.

use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::time::{Duration, Instant};
use tokio::task::{yield_now, JoinHandle};

const YIELDERS: u64 = 1_000;
const YIELDS: u64 = 1_000_000;
const CALLS: u64 = 1_000_000;
const SPAWNS: u64 = 100_000;
const SLEEPERS: u64 = 1_000_000;
const LIVE_SLEEPERS: u64 = 100_000;
const CANCELS: u64 = 100_000;
const DEPTH: u64 = 100_000;

fn run<T>(main: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(main)
}

fn timed<T>(main: impl Future<Output = T>) -> Duration {
    let began = Instant::now();
    black_box(run(main));
    began.elapsed()
}

/// The median over as many runs as fit, after one that warms up.
fn repeat(operations: u64, mut once: impl FnMut() -> Duration) {
    once();
    let mut times = Vec::new();
    let began = Instant::now();
    while times.len() < 3 || began.elapsed() < Duration::from_millis(500) {
        times.push(once());
    }
    times.sort();
    println!("ns {}", times[times.len() / 2].as_nanos() as f64 / operations as f64);
}

async fn join_all<T>(tasks: Vec<JoinHandle<T>>) {
    for task in tasks {
        black_box(task.await.unwrap());
    }
}

async fn yields() {
    let yielder = || async {
        for _ in 0..YIELDS / YIELDERS {
            yield_now().await;
        }
    };
    join_all((0..YIELDERS).map(|_| tokio::spawn(yielder())).collect()).await;
}

#[inline(never)]
async fn leaf(x: u64) -> u64 {
    black_box(x) + 1
}

async fn suspending_leaf(x: u64) -> u64 {
    yield_now().await;
    black_box(x) + 1
}

/// The loop runs in a spawned task, as every real one does: the runtime polls the future of `block_on` less often.
async fn calls() {
    let loop_of_calls = async {
        let mut sum = 0;
        for i in 0..CALLS {
            sum += leaf(i).await;
        }
        sum
    };
    black_box(tokio::spawn(loop_of_calls).await.unwrap());
}

async fn suspending_calls() {
    let loop_of_calls = async {
        let mut sum = 0;
        for i in 0..CALLS {
            sum += suspending_leaf(i).await;
        }
        sum
    };
    black_box(tokio::spawn(loop_of_calls).await.unwrap());
}

async fn spawns() {
    join_all((0..SPAWNS).map(|i| tokio::spawn(leaf(i))).collect()).await;
}

async fn spawns_that_yield() {
    join_all((0..SPAWNS).map(|i| tokio::spawn(suspending_leaf(i))).collect()).await;
}

async fn sleepers() {
    let sleeper = || async { tokio::time::sleep(Duration::from_secs(1)).await };
    join_all((0..SLEEPERS).map(|_| tokio::spawn(sleeper())).collect()).await;
}

async fn cancels() -> Duration {
    let sleeper = || async { tokio::time::sleep(Duration::from_secs(3600)).await };
    let tasks: Vec<_> = (0..CANCELS).map(|_| tokio::spawn(sleeper())).collect();
    // A turn of the runtime takes a limited number of tasks.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let began = Instant::now();
    for task in &tasks {
        task.abort();
    }
    for task in tasks {
        assert!(task.await.unwrap_err().is_cancelled());
    }
    began.elapsed()
}

fn recursion(depth: u64) -> Pin<Box<dyn Future<Output = u64>>> {
    Box::pin(async move {
        if depth == 0 {
            yield_now().await;
            return 0;
        }
        1 + recursion(depth - 1).await
    })
}

/// What glibc's allocator tells; its first fields, in the order of malloc.h.
#[repr(C)]
struct MallInfo2 {
    arena: usize,
    ordblks: usize,
    smblks: usize,
    hblks: usize,
    hblkhd: usize,
    usmblks: usize,
    fsmblks: usize,
    uordblks: usize,
    fordblks: usize,
    keepcost: usize,
}

extern "C" {
    fn mallinfo2() -> MallInfo2;
}

/// Bytes in use: of the heap, and of the large blocks beside it.
fn in_use() -> f64 {
    let info = unsafe { mallinfo2() };
    (info.uordblks + info.hblkhd) as f64
}

async fn live_bytes() {
    let sleeper = || async { tokio::time::sleep(Duration::from_secs(3600)).await };
    let before = in_use();
    let tasks: Vec<_> = (0..LIVE_SLEEPERS).map(|_| tokio::spawn(sleeper())).collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    println!("live-bytes {}", (in_use() - before) / LIVE_SLEEPERS as f64);
    drop(tasks);
}

fn processor_seconds() -> f64 {
    // Fields 14 and 15 of stat, in ticks of 10 ms; the second field, in brackets, may hold spaces.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat[stat.rfind(')').unwrap() + 2..].split(' ').collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn peak_bytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0
}

fn main() {
    match std::env::args().nth(1).unwrap_or_default().as_str() {
        "yield" => repeat(YIELDS, || timed(yields())),
        "call" => repeat(CALLS, || timed(calls())),
        "suspending-call" => repeat(CALLS, || timed(suspending_calls())),
        "spawn" => repeat(SPAWNS, || timed(spawns())),
        "spawn-yield" => repeat(SPAWNS, || timed(spawns_that_yield())),
        "cancel" => repeat(CANCELS, || run(cancels())),
        // A future polls what it awaits on its own stack: so deep a chain needs one of its own size.
        "recursion" => std::thread::Builder::new()
            .stack_size(1 << 30)
            .spawn(|| repeat(DEPTH, || timed(recursion(DEPTH))))
            .unwrap()
            .join()
            .unwrap(),
        "sleepers" => {
            let (memory, used) = (peak_bytes(), processor_seconds());
            println!("s {}", timed(sleepers()).as_secs_f64());
            println!("cpu-s {}", processor_seconds() - used);
            println!("rss-bytes {}", (peak_bytes() - memory) / SLEEPERS as f64);
        }
        "sleepers-live" => run(live_bytes()),
        _ => {}
    }
}
