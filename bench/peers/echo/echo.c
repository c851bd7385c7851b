/* The limit: an echo server of nothing but system calls over epoll. echo PORT */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096))
        return 1;

    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    static char buffer[4096];
    struct epoll_event events[512];
    for (;;)
    {
        int count = epoll_wait(poll, events, 512, -1);
        for (int i = 0; i < count; i++)
        {
            int client = events[i].data.fd;
            if (client == listener)
            {
                while ((client = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0)
                {
                    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    struct epoll_event added = {.events = EPOLLIN | EPOLLET, .data.fd = client};
                    epoll_ctl(poll, EPOLL_CTL_ADD, client, &added);
                }

                continue;
            }

            for (;;)
            {
                ssize_t received = recv(client, buffer, sizeof buffer, 0);
                if (received == 0 || (received < 0 && errno != EAGAIN))
                    close(client);
                if (received <= 0)
                    break;
                send(client, buffer, received, MSG_NOSIGNAL);
                if (received < (ssize_t)sizeof buffer)
                    break;
            }
        }
    }
}
