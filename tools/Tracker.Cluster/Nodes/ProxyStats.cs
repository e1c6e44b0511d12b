using System.Net.Http.Headers;
using System.Text;

namespace Tracker.Cluster.Nodes;

/// <summary>The state of HAProxy's servers, from its stats page.</summary>
internal sealed class ProxyStats(Uri page, string password)
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>The names of the servers that are up for a port; null if HAProxy does not answer.</summary>
    /// <param name="port">"write" or "read".</param>
    /// <param name="ct">Cancels the request.</param>
    public async Task<IReadOnlySet<string>?> UpAsync(string port, CancellationToken ct)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(page, "/;csv"));
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"admin:{password}")));
            using HttpResponseMessage response = await Http.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            return Up(await response.Content.ReadAsStringAsync(ct), port);
        }
        catch (Exception silent) when (silent is HttpRequestException || (silent is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    internal static IReadOnlySet<string> Up(string csv, string port)
    {
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] header = lines[0].TrimStart('#', ' ').Split(',');
        (int proxy, int server, int status) = (Array.IndexOf(header, "pxname"), Array.IndexOf(header, "svname"), Array.IndexOf(header, "status"));
        return lines.Skip(1)
            .Select(line => line.Split(','))
            .Where(
                fields => fields[proxy] == port && fields[server] is not ("FRONTEND" or "BACKEND")
                    && fields[status].StartsWith("UP", StringComparison.Ordinal))
            .Select(fields => fields[server])
            .ToHashSet();
    }
}
