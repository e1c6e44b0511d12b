using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Nodes;

/// <summary>A client of Patroni's REST API.</summary>
internal sealed class PatroniClient(string password)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(90) };

    /// <summary>The members of the cluster according to one node; null if the node does not answer.</summary>
    public async Task<IReadOnlyList<NodeStatus>?> MembersAsync(Uri node, CancellationToken ct)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(RequestTimeout);
        try
        {
            JsonElement cluster = await Http.GetFromJsonAsync<JsonElement>(new Uri(node, "/cluster"), timeout.Token);
            return cluster.TryGetProperty("members", out JsonElement members) ? [.. members.EnumerateArray().Select(NodeStatus.Parse)] : [];
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException || (silent is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Whether the node is the primary and accepts writes.</summary>
    public async Task<bool> IsPrimaryAsync(Uri node, CancellationToken ct)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(RequestTimeout);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Options, new Uri(node, "/primary"));
            using HttpResponseMessage response = await Http.SendAsync(request, timeout.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Changes the dynamic configuration, which Patroni stores in etcd. This also triggers a run of its loop.</summary>
    public Task ConfigureAsync(Uri node, ClusterOptions options, CancellationToken ct)
    {
        return SendAsync(HttpMethod.Patch, new Uri(node, "/config"), new
        {
            ttl = (int)options.TimeToLive.TotalSeconds,
            loop_wait = (int)options.LoopWait.TotalSeconds,
            retry_timeout = (int)options.RetryTimeout.TotalSeconds,
            synchronous_mode = options.SynchronousMode,
        }, ct);
    }

    /// <summary>Sends an unsafe request.</summary>
    public async Task SendAsync(HttpMethod method, Uri address, object body, CancellationToken ct)
    {
        using HttpRequestMessage request = new(method, address) { Content = JsonContent.Create(body) };
        await request.Content.LoadIntoBufferAsync(ct); // Patroni requires a Content-Length
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"patroni:{password}")));
        using HttpResponseMessage response = await Http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new ClusterException(
                $"Patroni refused {method} {address}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
    }
}
