using System.Globalization;
using System.Net.Http.Headers;
using Simmer.Cli.Fetching;
using Simmer.Cli.Tests.Support;

namespace Simmer.Cli.Tests.Fetching;

/// <summary>When a URL is tried again, in virtual time.</summary>
public sealed class RetryTests
{
    private static readonly Failure s_busy = new(FailureKind.Status, "status 503", IsTransient: true);
    private static readonly Failure s_refused = new(FailureKind.Refused, "refused", IsTransient: true, HostSilent: true);

    private readonly SimulatedWeb _web = new();

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("Tue, 24 Nov 2026 10:00:09 GMT", 9)]
    [InlineData("Tue, 24 Nov 2026 09:00:00 GMT", 0)]
    [InlineData("soon", null)]
    public void Retry_After_is_seconds_or_a_date_by_the_clock_of_the_server(string value, int? seconds)
    {
        using var response = new HttpResponseMessage();
        HttpResponseHeaders headers = response.Headers;
        headers.TryAddWithoutValidation("Retry-After", value);
        headers.Date = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

        Assert.Equal(seconds, RetryPolicy.RetryAfter(headers, DateTimeOffset.UnixEpoch)?.TotalSeconds);
    }

    [Fact]
    public void Retry_After_holds_the_whole_host_and_no_other()
    {
        bool asked = false;
        _web.Add("busy.test", async _ =>
        {
            bool first = !asked;
            asked = true;
            await Asyncio.Sleep(0.01);
            return first ? AttemptResult.Failed(s_busy with { RetryAfter = TimeSpan.FromSeconds(7) }) : AttemptResult.Fetched;
        });
        _web.AddGood("good.test", 0.1);

        List<FetchRecord> records = _web.Fetch([.. Numbered("busy.test", 20), .. Numbered("good.test", 20)], new FetchSettings { PerHost = 1 });

        double[] busy = RequestsTo("busy.test");
        Assert.All(records, record => Assert.True(record.IsFetched));
        Assert.Equal(21, busy.Length);
        Assert.InRange(busy[1], 7.01, 7.02);
        Assert.InRange(RequestsTo("good.test").Max(), 1.8, 2.1);
    }

    [Fact]
    public void A_host_that_asks_for_more_than_the_longest_wait_gets_no_more_requests()
    {
        _web.Add("busy.test", async _ => AttemptResult.Failed(s_busy with { RetryAfter = TimeSpan.FromSeconds(61) }));
        _web.AddGood("good.test", 0.1);

        List<FetchRecord> records = _web.Fetch(
            [.. Numbered("busy.test", 20), .. Numbered("good.test", 20)],
            new FetchSettings { PerHost = 1, MaxWait = TimeSpan.FromMinutes(1) });

        Assert.Single(RequestsTo("busy.test"));
        Assert.Equal(19, records.Count(record => record.Failure?.Kind == FailureKind.HeldBack && record.Attempts == 0));
        Assert.Equal("status 503; it asks to wait 61 s, more than --max-wait allows", Assert.Single(records, record => record.Attempts == 1 && !record.IsFetched).Failure!.Message);
        Assert.Equal(20, records.Count(record => record.IsFetched));
        Assert.True(_web.Clock.Seconds < 10);
    }

    [Fact]
    public void Waits_double_up_to_30_s_less_up_to_half_at_random()
    {
        _web.Add("busy.test", async _ => AttemptResult.Failed(s_busy));

        _web.Fetch(Numbered("busy.test", 4), new FetchSettings { Retries = 8 });

        double[][] waits = [.. _web.Requests.GroupBy(request => request.Url).Select(Waits)];
        Assert.Equal(4, waits.Length);
        Assert.All(waits, all => Assert.Equal(8, all.Length));
        for (int i = 0; i < 8; i++)
        {
            double longest = Math.Min(30, 0.5 * Math.Pow(2, i));
            Assert.All(waits, all => Assert.InRange(all[i], longest / 2, longest + 0.01));
            Assert.Equal(4, waits.Select(all => all[i]).Distinct().Count());
        }
    }

    [Fact]
    public void A_host_that_gives_no_answer_is_left_alone_longer_and_longer_and_then_given_up()
    {
        _web.Add("gone.test", async _ =>
        {
            await Asyncio.Sleep(0.001);
            return AttemptResult.Failed(s_refused);
        });
        _web.AddGood("good.test", 0.1);

        List<FetchRecord> records = _web.Fetch([.. Numbered("gone.test", 1_000), .. Numbered("good.test", 10)]);

        double[] asked = RequestsTo("gone.test");

        // Six rounds of at most eight: alone on the list it gets all that a host may have.
        Assert.InRange(asked.Length, 6, 48);
        Assert.InRange(asked[^1], 15, 16);
        Assert.Equal(1_010, records.DistinctBy(record => record.Url).Count());
        Assert.Equal(1_010, records.Count);
        Assert.All(records.Where(record => record.Attempts == 0), record =>
        {
            Assert.Equal(FailureKind.Unreachable, record.Failure!.Kind);
            Assert.Equal("given up: the host gave no answer 6 times in a row", record.Failure.Message);
        });
    }

    [Fact]
    public void A_host_that_comes_back_is_not_given_up()
    {
        _web.Add("back.test", async _ =>
        {
            await Asyncio.Sleep(0.001);
            return _web.Clock.Seconds < 5 ? AttemptResult.Failed(s_refused) : AttemptResult.Fetched;
        });
        _web.AddGood("good.test", 0.1);

        List<FetchRecord> records = _web.Fetch([.. Numbered("back.test", 100), .. Numbered("good.test", 10)], new FetchSettings { Retries = 9 });

        Assert.All(records, record => Assert.True(record.IsFetched));
    }

    [Fact]
    public void Many_dead_hosts_together_leave_most_slots_to_the_others()
    {
        for (int i = 0; i < 100; i++)
        {
            _web.Add($"dead{i}.test", async _ =>
            {
                await Asyncio.Sleep(30);
                return AttemptResult.Failed(s_refused);
            });
        }

        for (int i = 0; i < 8; i++)
        {
            _web.AddGood($"good{i}.test", 1);
        }

        string[] good = [.. Enumerable.Range(0, 20_000).Select(i => $"http://good{i % 8}.test/{i}")];
        string[] dead = [.. Enumerable.Range(0, 500).Select(i => $"http://dead{i % 100}.test/{i}")];
        List<FetchRecord> records = _web.Fetch([.. good.Take(100), .. dead, .. good.Skip(100)]);

        // What is dead can hold all it was given before it failed for the first time; from then on an eighth of the slots.
        double lastGood = records.Where(record => record.IsFetched).Max(record => record.EndedAt);
        int held = _web.Requests.Count(request => request.Url.Contains("dead") && request.At < lastGood - 1);
        Assert.Equal(20_500, records.Count);
        Assert.InRange(lastGood, 20_000 / 64.0, 1.35 * 20_000 / 64.0);
        Assert.True(held < 350, string.Create(CultureInfo.InvariantCulture, $"{held} requests to dead hosts in {lastGood} s"));
    }

    private static IEnumerable<string> Numbered(string host, int count) => Enumerable.Range(0, count).Select(i => $"http://{host}/{i}");

    private double[] RequestsTo(string host) =>
        [.. _web.Requests.Where(request => request.Url.Contains(host, StringComparison.Ordinal)).Select(request => request.At)];

    private static double[] Waits(IEnumerable<(double At, string Url)> requests)
    {
        double[] times = [.. requests.Select(request => request.At)];
        return [.. times.Zip(times.Skip(1), (one, next) => next - one)];
    }
}
