using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tracker.Cluster.Configuration;

namespace Tracker.Cluster.Nodes;

/// <summary>Patroni's REST API.</summary>
internal sealed class PatroniClient(string password)
{
    private static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(2);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(90) };

    /// <summary>The members as etcd has them, asked of one node; null when it doesn't answer.</summary>
    public async Task<IReadOnlyList<NodeStatus>?> MembersAsync(Uri node, CancellationToken ct)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(QuestionTimeout);
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

    /// <summary>True when the node is the primary and accepts writes.</summary>
    public async Task<bool> IsPrimaryAsync(Uri node, CancellationToken ct)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(QuestionTimeout);
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

    /// <summary>Sets what Patroni keeps in etcd. It looks at the cluster at once then, rather than in its next loop.</summary>
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

    /// <summary>A call that changes something.</summary>
    public async Task SendAsync(HttpMethod method, Uri address, object body, CancellationToken ct)
    {
        using HttpRequestMessage request = new(method, address) { Content = JsonContent.Create(body) };
        await request.Content.LoadIntoBufferAsync(ct); // Patroni wants a Content-Length
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"patroni:{password}")));
        using HttpResponseMessage response = await Http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new ClusterException($"Patroni refused {method} {address}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
    }
}
