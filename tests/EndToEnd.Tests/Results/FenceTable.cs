using EFCore.ReadWriteSplitting.Scopes;
using Tracker.Data.Fences;

namespace EndToEnd.Tests.Results;

/// <summary>Changes fences as the command line does.</summary>
internal sealed class FenceTable(ClusterFixture fixture)
{
    /// <summary>Adds what a GeoJSON file holds, valid always.</summary>
    public async Task ImportAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        await SetAsync([.. GeoJsonFences.Read(file)]);
    }

    /// <summary>Adds fences, or changes them from a definition's time on.</summary>
    public async Task SetAsync(params FenceDefinition[] fences)
    {
        await using Database database = fixture.Open("tests-fences");
        FenceImport done = await FenceCatalog.ImportAsync(database, fences, FenceValidity.Always, TimeProvider.System, CancellationToken.None);
        Assert.Equal(fences.Length, done.Added + done.Changed);
    }

    /// <summary>Requests that all is recomputed, as <c>./tracker recompute</c> does.</summary>
    public async Task RecomputeAsync()
    {
        await using Database database = fixture.Open("tests-fences");
        await database.WriteAsync((write, token) => FenceProgress.RequestAsync(write, token), CancellationToken.None);
    }

    public async Task EndAsync(string key, DateTime at)
    {
        await using Database database = fixture.Open("tests-fences");
        Assert.True(await FenceCatalog.EndAsync(database, key, at, CancellationToken.None));
    }
}
