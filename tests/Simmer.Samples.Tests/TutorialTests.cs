namespace Simmer.Samples.Tests;

/// <summary>The tutorial's programs, in its order: all that they print, and how long they take.</summary>
public sealed class TutorialTests
{
    [Fact]
    public void Hello_pauses_a_second_before_the_world()
    {
        SampleRun run = SampleRun.Of("hello");

        Assert.Equal(["Hello", "World"], run.Output);
        Assert.Equal(1.0, run.Seconds);
    }

    [Fact]
    public void Fetch_data_returns_a_coroutine_which_gives_the_result_when_awaited()
    {
        SampleRun run = SampleRun.Of("fetch_data");

        Assert.Equal(["<coroutine FetchData>", "User { Id = 1, Name = Alice }"], run.Output);
    }

    [Fact]
    public void Step_1_and_step_2_take_3_seconds_in_turn_and_2_together()
    {
        SampleRun run = SampleRun.Of("step1_step2");

        Assert.Equal(
            [
                "One after the other:",
                "Step 1: Starting",
                "Step 1: Done",
                "Step 2: Starting",
                "Step 2: Done",
                "Result A, Result B after 3 s",
                "During the pause of one, the other:",
                "Step 1: Starting",
                "Step 2: Starting",
                "Step 2: Done",
                "Step 1: Done",
                "Result A, Result B after 2 s",
            ],
            run.Output);
        Assert.Equal(5.0, run.Seconds);
    }

    [Fact]
    public void Main_starts_and_finishes()
    {
        SampleRun run = SampleRun.Of("main");

        Assert.Equal(["Main started", "Main finished"], run.Output);
        Assert.Equal(1.0, run.Seconds);
    }

    [Fact]
    public void Three_tasks_start_in_order_end_by_their_delays_and_take_3_seconds()
    {
        SampleRun run = SampleRun.Of("tasks");

        Assert.Equal(
            [
                "Fetching API A...",
                "Fetching API B...",
                "Fetching API C...",
                "API B done!",
                "API C done!",
                "API A done!",
                "Results: Data from API A, Data from API B, Data from API C",
            ],
            run.Output);
        Assert.Equal(3.0, run.Seconds);
    }

    [Fact]
    public void Gather_gives_the_results_in_the_order_of_its_arguments()
    {
        SampleRun run = SampleRun.Of("gather");

        Assert.Equal(["['Data from API A', 'Data from API B', 'Data from API C']"], run.Output);
        Assert.Equal(3.0, run.Seconds);
    }

    [Fact]
    public void Five_urls_are_fetched_in_the_time_of_the_slowest()
    {
        SampleRun run = SampleRun.Fetching("fetch_urls", together: 5);

        Assert.Equal(
            [
                "Fetching: http://server/posts/1",
                "Fetching: http://server/posts/2",
                "Fetching: http://server/posts/3",
                "Fetching: http://server/posts/4",
                "Fetching: http://server/posts/5",
                "http://server/posts/1: 200 (130 bytes)",
                "http://server/posts/2: 200 (82 bytes)",
                "http://server/posts/3: 200 (97 bytes)",
                "http://server/posts/4: 200 (101 bytes)",
                "http://server/posts/5: 200 (146 bytes)",
                "Total time: 1.00s",
            ],
            run.Output);
    }

    [Fact]
    public void The_sync_version_takes_the_sum_of_the_times()
    {
        SampleRun run = SampleRun.Fetching("sync_version", together: 1);

        Assert.Equal(
            [
                "http://server/posts/1: 130 bytes",
                "http://server/posts/2: 82 bytes",
                "http://server/posts/3: 97 bytes",
                "Sync time: 2.50s",
            ],
            run.Output);
    }

    [Fact]
    public void The_async_version_takes_the_time_of_the_slowest()
    {
        SampleRun run = SampleRun.Fetching("async_version", together: 3);

        Assert.Equal(
            [
                "http://server/posts/1: 130 bytes",
                "http://server/posts/2: 82 bytes",
                "http://server/posts/3: 97 bytes",
                "Async time: 1.00s",
            ],
            run.Output);
    }

    [Fact]
    public void Pitfall_1_a_forgotten_await_leaves_a_coroutine()
    {
        SampleRun run = SampleRun.Of("pitfall1");

        Assert.Equal(["<coroutine Fetch>", "data"], run.Output);
    }

    [Fact]
    public void Pitfall_2_a_blocking_call_stops_the_heartbeat_and_a_sleep_does_not()
    {
        SampleRun run = SampleRun.Of("pitfall2");

        Assert.Equal(
            [
                "Bad starts",
                "Bad is done at 5.0 s",
                "  beat at 5.0 s",
                "Good starts",
                "  beat at 0.5 s",
                "  beat at 1.5 s",
                "  beat at 2.5 s",
                "  beat at 3.5 s",
                "  beat at 4.5 s",
                "Good is done at 5.0 s",
            ],
            run.Output);
    }

    [Fact]
    public void Pitfall_3_a_coroutine_without_Run_prints_nothing()
    {
        SampleRun run = SampleRun.Of("pitfall3");

        Assert.Equal(["Hello() alone:", "Run(Hello()):", "Hello"], run.Output);
    }

    [Fact]
    public void The_dry_run_prints_the_tutorials_table()
    {
        SampleRun run = SampleRun.Of("dry_run");

        Assert.Equal(
            [
                "Time  Task 1 (3s)   Task 2 (1s)   Task 3 (2s)",
                "0s    Started       Started       Started",
                "1s    Waiting       Done          Waiting",
                "2s    Waiting       Done          Done",
                "3s    Done          Done          Done",
                "",
                "Total time: 3 seconds (not 6)",
            ],
            run.Output);
        Assert.Equal(3.0, run.Seconds);
    }

    [Fact]
    public void The_dry_runs_table_comes_out_of_the_run()
    {
        SampleRun run = SampleRun.Of("dry_run", "2", "4", "0", "1");

        Assert.Equal(
            [
                "Time  Task 1 (2s)   Task 2 (4s)   Task 3 (0s)   Task 4 (1s)",
                "0s    Started       Started       Started       Started",
                "1s    Waiting       Waiting       Done          Done",
                "2s    Done          Waiting       Done          Done",
                "3s    Done          Waiting       Done          Done",
                "4s    Done          Done          Done          Done",
                "",
                "Total time: 4 seconds (not 7)",
            ],
            run.Output);
        Assert.Equal(4.0, run.Seconds);
    }

    [Fact]
    public void The_kitchen_serves_the_same_orders_three_ways()
    {
        SampleRun run = SampleRun.Of("kitchen");

        Assert.Equal(
            [
                "Synchronous chef",
                "   0' the chef puts on the water for the pasta and watches it",
                "   5' the chef chops the vegetables for the pasta",
                "   6' the chef puts on the sauce for the pasta and watches it",
                "   9' the chef plates the pasta",
                "  10' the chef serves the pasta",
                "  10' the chef puts on the water for the ravioli and watches it",
                "  15' the chef chops the vegetables for the ravioli",
                "  16' the chef puts on the sauce for the ravioli and watches it",
                "  19' the chef plates the ravioli",
                "  20' the chef serves the ravioli",
                "  20' the chef puts on the water for the gnocchi and watches it",
                "  25' the chef chops the vegetables for the gnocchi",
                "  26' the chef puts on the sauce for the gnocchi and watches it",
                "  29' the chef plates the gnocchi",
                "  30' the chef serves the gnocchi",
                "  3 orders in 30 minutes with 1 chef",
                "Several chefs",
                "   0' chef 1 puts on the water for the pasta and watches it",
                "   0' chef 2 puts on the water for the ravioli and watches it",
                "   0' chef 3 puts on the water for the gnocchi and watches it",
                "   5' chef 1 chops the vegetables for the pasta",
                "   5' chef 2 chops the vegetables for the ravioli",
                "   5' chef 3 chops the vegetables for the gnocchi",
                "   6' chef 1 puts on the sauce for the pasta and watches it",
                "   6' chef 2 puts on the sauce for the ravioli and watches it",
                "   6' chef 3 puts on the sauce for the gnocchi and watches it",
                "   9' chef 1 plates the pasta",
                "   9' chef 2 plates the ravioli",
                "   9' chef 3 plates the gnocchi",
                "  10' chef 1 serves the pasta",
                "  10' chef 2 serves the ravioli",
                "  10' chef 3 serves the gnocchi",
                "  3 orders in 10 minutes with 3 chefs",
                "Asynchronous chef",
                "   0' the chef puts on the water for the pasta",
                "   0' the chef chops the vegetables for the pasta",
                "   1' the chef puts on the water for the ravioli",
                "   1' the chef chops the vegetables for the ravioli",
                "   2' the chef puts on the water for the gnocchi",
                "   2' the chef chops the vegetables for the gnocchi",
                "   5' the chef puts on the sauce for the pasta",
                "   6' the chef puts on the sauce for the ravioli",
                "   7' the chef puts on the sauce for the gnocchi",
                "   8' the chef plates the pasta",
                "   9' the chef serves the pasta",
                "   9' the chef plates the ravioli",
                "  10' the chef serves the ravioli",
                "  10' the chef plates the gnocchi",
                "  11' the chef serves the gnocchi",
                "  3 orders in 11 minutes with 1 chef",
            ],
            run.Output);
        Assert.Equal(5.1, run.Seconds, 9);
    }
}
