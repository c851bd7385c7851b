// An echo server on tokio's current-thread runtime. echo PORT
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

fn main() {
    let port: u16 = std::env::args().nth(1).unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async move {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        loop {
            let (client, _) = listener.accept().await.unwrap();
            client.set_nodelay(true).unwrap();
            tokio::spawn(echo(client));
        }
    });
}

async fn echo(mut client: TcpStream) {
    let mut buffer = vec![0u8; 4096];
    loop {
        match client.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => {
                if client.write_all(&buffer[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}
