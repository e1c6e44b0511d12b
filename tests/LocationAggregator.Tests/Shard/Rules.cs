using LocationAggregator.Aggregation;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;

namespace LocationAggregator.Tests.Shard;

/// <summary>The service's rules as its container puts them together.</summary>
internal sealed record Rules(StayOptions Stay, OutlierOptions Outlier, TrackOptions Track)
{
    public static readonly Rules Default = new(new StayOptions(), new OutlierOptions(), new TrackOptions { TimeZone = "Europe/Vienna" });

    public OutlierRule Outliers => new(Outlier);

    public DayCalendar Calendar => new(Track);

    // Pages so small that histories have many, and a start behind a silence is common.
    public ReportAggregation Aggregation => new(Stay, Outliers, Calendar) { Pages = new ReplayPages(Reports: 3, Stays: 2, FarBack: TimeSpan.FromMinutes(30)) };

    public TrackMaker Tracks => new(Track, Calendar, Outliers);
}
