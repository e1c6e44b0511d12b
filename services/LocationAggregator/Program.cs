using LocationAggregator;
using LocationAggregator.Aggregation;
using LocationAggregator.Horizon;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting;
using Tracker.Hosting.Data;

// Reads reports from the replicas and finds out where trackers stayed, and how they came there.
return await TrackerHost.RunAsync("location-aggregator", port: 9102, args, host => host
    .AddDatabase()
    .AddOptions<StayOptions>("Stay")
    .AddOptions<OutlierOptions>("Outlier")
    .AddOptions<TrackOptions>("Track")
    .Add(services => services
        .AddSingleton<OutlierRule>()
        .AddSingleton<DayCalendar>()
        .AddSingleton<TrackMaker>()
        .AddSingleton<ReportAggregation>()
        .AddSingleton<HorizonSettler>())
    .AddConsumer<AggregatorConsumer>());
