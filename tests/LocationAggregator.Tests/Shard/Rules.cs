using LocationAggregator.Aggregation;
using LocationAggregator.Outliers;
using LocationAggregator.Replaying;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;

namespace LocationAggregator.Tests.Shard;

/// <summary>The service's rules, composed as its container does.</summary>
internal sealed record Rules(StayOptions Stay, OutlierOptions Outlier, TrackOptions Track)
{
    public static readonly Rules Default = new(new StayOptions(), new OutlierOptions(), new TrackOptions { TimeZone = "Europe/Vienna" });

    public OutlierRule Outliers => new(Outlier);

    public DayCalendar Calendar => new(Track);

    // So small that histories have many pages, and replays often start at a gap.
    private static readonly ReplayPaging Paging = new(Reports: 3, Stays: 2, GapSearchThreshold: TimeSpan.FromMinutes(30));

    public ReportAggregation Aggregation => new(Stay, Outliers, Calendar) { Paging = Paging };

    public HorizonStateBuilder HorizonStates => new(Stay, Outliers) { Paging = Paging };

    public TrackBuilder Tracks => new(Track, Calendar, Outliers);
}
