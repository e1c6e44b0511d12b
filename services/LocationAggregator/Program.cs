using LocationAggregator;
using LocationAggregator.Aggregation;
using LocationAggregator.Outliers;
using LocationAggregator.Stays;
using LocationAggregator.Tracks;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting;
using Tracker.Hosting.Data;

// Reads reports from the replicas and computes stays, trips and daily tracks.
return await TrackerHost.RunAsync("location-aggregator", port: 9102, args, host => host
    .AddDatabase()
    .AddOptions<StayOptions>("Stay")
    .AddOptions<OutlierOptions>("Outlier")
    .AddOptions<TrackOptions>("Track")
    .Add(services => services
        .AddSingleton<OutlierRule>()
        .AddSingleton<DayCalendar>()
        .AddSingleton<TrackBuilder>()
        .AddSingleton<ReportAggregation>()
        .AddSingleton<HorizonStateBuilder>())
    .AddConsumer<AggregatorConsumer>());
