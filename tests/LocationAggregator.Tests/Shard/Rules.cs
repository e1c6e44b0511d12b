using LocationAggregator.Aggregation;
using LocationAggregator.Horizon;
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

    // So small that histories have many, and a start behind a silence is common.
    private static readonly ReplayPages Pages = new(Reports: 3, Stays: 2, FarBack: TimeSpan.FromMinutes(30));

    public ReportAggregation Aggregation => new(Stay, Outliers, Calendar) { Pages = Pages };

    public HorizonSettler Settler => new(Stay, Outliers) { Pages = Pages };

    public TrackMaker Tracks => new(Track, Calendar, Outliers);
}
