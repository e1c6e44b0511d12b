using System.Security.Cryptography;
using Tracker.Cluster.Configuration;
using Tracker.Cluster.Primitives;

namespace Tracker.Cluster.Tests.Configuration;

public sealed class ClusterOptionsTests
{
    private static readonly ClusterOptions Valid = new() { StateDirectory = "/tmp/state" };

    public static TheoryData<ClusterOptions, string> Invalid => new()
    {
        { Valid with { StateDirectory = "state" }, "StateDirectory" },
        { Valid with { Nodes = 0 }, "Nodes" },
        { Valid with { Nodes = 10 }, "Nodes" },
        { Valid with { RetryTimeout = TimeSpan.FromSeconds(1) }, "RetryTimeout" },
        { Valid with { LoopWait = TimeSpan.Zero }, "LoopWait" },
        { Valid with { TimeToLive = TimeSpan.FromSeconds(14) }, "TimeToLive" },
    };

    [Fact]
    public void The_defaults_are_valid() => Valid.Validate();

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_option_out_of_range_is_named(ClusterOptions options, string setting)
    {
        Assert.Contains(setting, Assert.Throws<ClusterException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_free_subnet_is_a_candidate_once_and_the_default_never()
    {
        List<string> candidates = [.. ClusterAddresses.Candidates(new Random(1))];
        Assert.Equal(254 * 256, candidates.Distinct().Count());
        Assert.DoesNotContain(
            candidates,
            subnet => subnet.StartsWith("127.0.", StringComparison.Ordinal) || subnet.StartsWith("127.255.", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_clusters_get_different_addresses() => Assert.NotEqual(ClusterAddresses.Free(), ClusterAddresses.Free());

    [Fact]
    public void Passwords_differ_and_need_no_quoting()
    {
        ClusterCredentials credentials = ClusterCredentials.Generate();
        Assert.NotEqual(credentials.Writer, credentials.Reader);
        Assert.All(
            [credentials.Superuser, credentials.Writer, credentials.Patroni], password => Assert.Matches("^[A-Za-z0-9]{32}$", password));
    }

    [Fact]
    public void A_verifier_equals_that_of_the_server_for_the_same_salt()
    {
        // RFC 7677, section 3: user "user", password "pencil".
        string verifier = ScramVerifier.Create("pencil", Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="));
        Assert.StartsWith("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$", verifier, StringComparison.Ordinal);
        byte[] serverKey = Convert.FromBase64String(verifier[(verifier.LastIndexOf(':') + 1)..]);
        const string exchange = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        Assert.Equal(
            "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
            Convert.ToBase64String(HMACSHA256.HashData(serverKey, System.Text.Encoding.ASCII.GetBytes(exchange))));
    }
}
