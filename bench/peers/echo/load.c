/* Clients of an echo server.
   load PORT CONNECTIONS SECONDS BYTES  plays ping-pong on each connection; prints messages a second, and percentiles in us.
   load PORT CONNECTIONS hold           echoes one byte on each and keeps them open until its input ends. */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST_LATENCIES 4000000

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int open_connection(int port)
{
    int one = 1;
    int client = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(client, (void *)&address, sizeof address))
    {
        perror("connect");
        exit(1);
    }

    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return client;
}

static int hold(int port, int connections)
{
    char byte = 'x';
    for (int i = 0; i < connections; i++)
    {
        int client = open_connection(port);
        if (send(client, &byte, 1, 0) != 1 || recv(client, &byte, 1, 0) != 1)
            return 1;
    }

    puts("held");
    fflush(stdout);
    while (read(0, &byte, 1) > 0)
    {
    }

    return 0;
}

int main(int argc, char **argv)
{
    int port = atoi(argv[1]), connections = atoi(argv[2]);
    if (!strcmp(argv[3], "hold"))
        return hold(port, connections);

    double seconds = atof(argv[3]);
    int size = atoi(argv[4]);
    char *buffer = calloc(4, size);
    double *sent_at = calloc(connections, sizeof *sent_at);
    int *received = calloc(connections, sizeof *received);
    int *clients = calloc(connections, sizeof *clients);
    double *latencies = malloc(MOST_LATENCIES * sizeof *latencies);
    long count = 0, total = 0;
    int poll = epoll_create1(0);
    for (int i = 0; i < connections; i++)
    {
        clients[i] = open_connection(port);
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
        epoll_ctl(poll, EPOLL_CTL_ADD, clients[i], &event);
    }

    double began = now();
    for (int i = 0; i < connections; i++)
    {
        sent_at[i] = now();
        send(clients[i], buffer, size, 0);
    }

    struct epoll_event events[512];
    while (now() - began < seconds)
    {
        int ready = epoll_wait(poll, events, 512, 100);
        for (int j = 0; j < ready; j++)
        {
            int i = events[j].data.u32;
            ssize_t bytes = recv(clients[i], buffer, size * 4, MSG_DONTWAIT);
            if (bytes == 0)
                return 1;
            if (bytes < 0 || (received[i] += bytes) < size)
                continue;

            received[i] -= size;
            double time = now();
            if (count < MOST_LATENCIES)
                latencies[count++] = time - sent_at[i];
            total++;
            sent_at[i] = time;
            send(clients[i], buffer, size, 0);
        }
    }

    double taken = now() - began;
    qsort(latencies, count, sizeof *latencies, compare);
    printf("%.0f %.1f %.1f\n", total / taken, latencies[count / 2] * 1e6, latencies[(long)(count * .99)] * 1e6);
    return 0;
}
