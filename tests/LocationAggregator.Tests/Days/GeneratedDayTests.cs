using Tracker.Tests.Days;
using Tracker.Tests.Oracle;

namespace LocationAggregator.Tests.Days;

/// <summary>The generated day has what real days have, and is the same each time.</summary>
public sealed class GeneratedDayTests
{
    private static readonly GeneratedDay Day = GeneratedDay.Shared;
    private static readonly string[] Lines = [.. File.ReadLines(Day.File).Skip(1)];
    private static readonly IReadOnlyList<OracleReport> Rows = OracleReport.ReadCsv(Day.File);

    [Fact]
    public void A_seed_gives_the_same_day_each_time()
    {
        GeneratedDay again = new();
        Assert.Equal(File.ReadAllText(again.File), File.ReadAllText(Day.File));
        Assert.Equal(again.Events, Day.Events);
        Assert.Equal(again.Stays(), Day.Stays());
    }

    [Fact]
    public void The_file_says_what_the_vehicles_reported()
    {
        IReadOnlyList<IReadOnlyList<OracleReport>> histories = OracleReport.Histories(Rows);
        Assert.Equal((Day.Rows, Day.Distinct, Day.Vehicles), (Rows.Count, histories.Sum(history => history.Count), histories.Count));
        Assert.Equal(Day.First, Rows[0]);
        Assert.All(Rows, row => Assert.Equal(Day.Date, DateOnly.FromDateTime(row.Time)));
    }

    [Fact]
    public void It_is_as_large_as_a_test_can_bear()
    {
        Assert.InRange(Day.Rows, 15_000, 25_000);
        Assert.InRange(Day.Stays().Count, 500, 1_500);
        Assert.InRange(Day.Events.Count, 5_000, 15_000);
        Assert.InRange(Day.Events.Count(happened => happened.IsInitial), 50, 1_000);
    }

    [Fact]
    public void Rows_are_repeated_come_late_and_have_offsets_and_fractions_of_seconds()
    {
        Assert.InRange(Lines.Length - Lines.Distinct().Count(), 100, 1_000);
        // The same reports, said with another offset.
        Assert.InRange(Lines.Distinct().Count() - Day.Distinct, 20, 500);
        int late = Rows.GroupBy(row => row.Vehicle)
            .Sum(vehicle => vehicle.Zip(vehicle.Skip(1)).Count(pair => pair.Second.Time < pair.First.Time));
        Assert.InRange(late, 300, 2_000);
        Assert.All(
            ["-02:00,", "Z,", "+05:45,", ".25-02:00,"],
            part => Assert.InRange(Lines.Count(line => line.Contains(part, StringComparison.Ordinal)), 100, 25_000));
        Assert.InRange(Rows.Count(row => row.Speed is null), 100, 2_000);
    }

    [Fact]
    public void Vehicles_fall_silent_for_less_than_exactly_and_more_than_the_gap()
    {
        double[] silences =
        [
            .. OracleReport.Histories(Rows)
                .SelectMany(history => history.Zip(history.Skip(1), (before, after) => (after.Time - before.Time).TotalSeconds)),
        ];
        Assert.InRange(silences.Count(seconds => seconds is > 200 and < 900), 50, 1_000);
        Assert.InRange(silences.Count(seconds => seconds == 900), 10, 500);
        Assert.InRange(silences.Count(seconds => seconds == 901), 5, 500);
        Assert.InRange(silences.Count(seconds => seconds > 901), 20, 500);
    }

    [Fact]
    public void Leaps_silences_and_distances_make_a_difference_to_stays()
    {
        // Each vehicle jumps once for a single report.
        Assert.InRange(Day.Outliers.Count, Day.Vehicles / 2, 2 * Day.Vehicles);
        Assert.NotEqual(Day.Stays(filtered: true), Day.Stays(filtered: false));
        Assert.NotEqual(Day.Stays(metres: 100), Day.Stays(metres: 50));
    }

    [Fact]
    public void All_fences_but_the_one_far_away_are_entered_and_left()
    {
        string[] fences = [.. OracleFence.Read(Day.Fences).Select(fence => fence.Id).Where(id => id != "c09")];
        foreach (bool isEnter in new[] { true, false })
        {
            IEnumerable<OracleEvent> events = Day.Events.Where(happened => happened.IsEnter == isEnter);
            Assert.Equal(fences, events.Select(happened => happened.Fence).Distinct().Order(StringComparer.Ordinal));
        }

        // Parked exactly on the border of one.
        double south = GeneratedCity.At(0, GeneratedCity.Depots[2].North).Latitude;
        Assert.InRange(Rows.Count(row => row.Latitude == south), 50, 2_000);
    }
}
