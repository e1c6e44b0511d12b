using System.Text.Json;
using EFCore.ReadWriteSplitting.Scopes;
using EFCore.ReadWriteSplitting.Statistics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Tracker.Hosting.Http;

/// <summary><c>/statistics</c>: the statistics of the service's database, which <c>./tracker pools</c> and <c>./tracker routes</c> read; 404 in a service without one.</summary>
internal static class StatisticsEndpoint
{
    public const string Path = "/statistics";

    public static void Map(WebApplication app) => app.MapGet(Path, static async (HttpContext http) =>
    {
        if (http.RequestServices.GetService<Database>() is not { } database)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(http.Response.Body, database.Statistics(), StatisticsJson.Options, http.RequestAborted);
    });
}
