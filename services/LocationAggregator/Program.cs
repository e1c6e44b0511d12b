using LocationAggregator;
using LocationAggregator.Stays;
using Microsoft.Extensions.DependencyInjection;
using Tracker.Hosting;
using Tracker.Hosting.Data;

// Reads reports from the replicas and finds out where trackers stayed.
return await TrackerHost.RunAsync("location-aggregator", port: 9102, args, host => host
    .AddDatabase()
    .AddSettings<StayOptions>("Stay")
    .Add(services => services.AddSingleton<StayDetector>())
    .AddConsumer<StayConsumer>());
