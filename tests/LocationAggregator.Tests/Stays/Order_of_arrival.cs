using FsCheck;
using FsCheck.Fluent;
using LocationAggregator.Stays;
using Tracker.Data.Reports;
using Tracker.Tests;

namespace LocationAggregator.Tests.Stays;

/// <summary>The heart: whatever the order and the batches in which reports come, the effective stays are those of one sorted run.</summary>
public sealed class Order_of_arrival
{
    private static readonly StayOptions Options = new();

    private static readonly Gen<Fix[]> Histories = Gen.ArrayOf(Gen.Zip(
            // Seconds after the one before: around every threshold of the rule, and several at one moment.
            Gen.Elements(0, 10, 60, 120, 299, 300, 301, 899, 900, 901, 4000),
            // Metres north of the start, mostly near one another.
            Gen.Frequency((6, Gen.Choose(0, 60)), (2, Gen.Choose(90, 220)), (1, Gen.Choose(0, 5000)))))
        .Select(steps => Walk(steps).ToArray());

    [Fact]
    public void Random_histories_in_any_order_and_split_give_the_stays_of_one_sorted_run() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(120), Prop.ForAll(
            Gen.Zip(Histories, Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(),
            given => Assert.Equal(Sorted(given.Item1), Shuffled(given.Item1, given.Item2).Effective)));

    [Fact]
    public void Mostly_ordered_histories_with_a_few_late_reports_give_the_stays_of_one_sorted_run() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(120), Prop.ForAll(
            Gen.Zip(Histories, Gen.Choose(0, int.MaxValue - 1)).ToArbitrary(),
            given => Assert.Equal(Sorted(given.Item1), WithLate(given.Item1, given.Item2).Effective)));

    [SkippableFact]
    public void A_day_of_buses_in_the_order_of_the_file_gives_the_stays_of_the_sorted_day()
    {
        foreach (IGrouping<string, (string Tracker, Fix Fix)> bus in CapMetro.Rows().GroupBy(row => row.Tracker))
        {
            Fix[] rows = [.. bus.Select(row => row.Fix)];
            Consumer consumer = new(Options, chunk: 50);
            foreach (Fix[] batch in rows.Chunk(40))
            {
                consumer.Process(batch);
            }

            Assert.Equal(Sorted(rows), consumer.Effective);
        }
    }

    [SkippableFact]
    public void A_day_of_buses_all_shuffled_gives_the_stays_of_the_sorted_day()
    {
        foreach (IGrouping<string, (string Tracker, Fix Fix)> bus in CapMetro.Rows().GroupBy(row => row.Tracker))
        {
            Fix[] rows = [.. bus.Select(row => row.Fix)];
            Assert.Equal(Sorted(rows), Shuffled(rows, seed: 304).Effective);
        }
    }

    [Fact]
    public void A_late_report_near_the_anchor_of_a_long_open_window_reads_nothing_again()
    {
        Consumer consumer = new(Options);
        Fix[] parked = [.. Walk(Enumerable.Repeat((60, 5), 5000))];
        consumer.Process(parked.Where((_, i) => i != 2500));
        consumer.Process([parked[2500]]);
        Assert.Equal(0, consumer.Reads);
    }

    [Fact]
    public void A_late_report_replays_its_neighbourhood_and_not_the_whole_history()
    {
        // A stay an hour: twenty reports at one place, then the next place.
        Fix[] history = [.. Walk(Enumerable.Range(0, 4000).Select(i => (60, i / 20 % 2 * 1000)))];
        Consumer consumer = new(Options);
        consumer.Process(history.Where((_, i) => i != 2010));
        consumer.Process([history[2010]]);
        Assert.Equal(Sorted(history), consumer.Effective);
        Assert.InRange(consumer.Reads, 1, 60);
    }

    private static IReadOnlyList<Stay> Sorted(IEnumerable<Fix> reports)
    {
        Fix[] history = [.. reports.DistinctBy(fix => fix.Key).OrderBy(fix => fix.Key)];
        return
        [
            .. new StayDetector(Options).Advance(window: null, history).Stays.Select(span => new Stay(
                span, StayCentre.Of(history.Where(fix => fix.Key >= span.AnchorKey && fix.Key < span.ClosingKey)))),
        ];
    }

    private static Consumer Shuffled(Fix[] reports, int seed)
    {
        Random random = new(seed);
        Fix[] shuffled = [.. reports];
        random.Shuffle(shuffled);
        return Fed(shuffled, random);
    }

    private static Consumer WithLate(Fix[] reports, int seed)
    {
        Random random = new(seed);
        return Fed([.. reports.Select((fix, i) => (fix, At: i + (random.Next(10) == 0 ? random.Next(40) : 0))).OrderBy(due => due.At).Select(due => due.fix)], random);
    }

    private static Consumer Fed(Fix[] reports, Random random)
    {
        Consumer consumer = new(Options);
        for (int from = 0; from < reports.Length;)
        {
            int count = Math.Min(random.Next(1, 20), reports.Length - from);
            consumer.Process(reports.AsSpan(from, count).ToArray());
            from += count;
        }

        return consumer;
    }

    private static IEnumerable<Fix> Walk(IEnumerable<(int Seconds, int Metres)> steps)
    {
        DateTime at = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach ((int seconds, int metres) in steps)
        {
            at = at.AddSeconds(seconds);
            yield return new Fix(new ReportKey(at, metres), 45 + (metres / 111_194.9), 7);
        }
    }
}
