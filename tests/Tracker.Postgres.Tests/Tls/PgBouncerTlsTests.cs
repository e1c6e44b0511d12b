using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Consistency;
using EFCore.ReadWriteSplitting.Scopes;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Tls;

/// <summary>The cluster's PgBouncer offers neither TLS nor channel binding.</summary>
[Collection(OnCluster.Name)]
public sealed class PgBouncerTlsTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Required_channel_binding_is_refused_with_the_reason()
    {
        await using Database database = fixture.Open(
            nameof(PgBouncerTlsTests), options => options with { Tls = new TlsOptions { ChannelBinding = ChannelBinding.Require } });
        InvalidSettingException write = await Assert.ThrowsAsync<InvalidSettingException>(() => database.WriteAsync(CancellationToken.None));
        InvalidSettingException read = await Assert.ThrowsAsync<InvalidSettingException>(
            () => database.ReadAsync(ReadConsistency.Eventual, CancellationToken.None));

        Assert.Equal(("POSTGRES_CHANNELBINDING", "POSTGRES_CHANNELBINDING"), (write.Setting, read.Setting));
        Assert.Contains("PgBouncer has none", write.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Required_TLS_is_refused_with_the_reason()
    {
        await using Database database = fixture.Open(
            nameof(PgBouncerTlsTests), options => options with { Tls = new TlsOptions { Mode = SslMode.VerifyFull } });
        InvalidSettingException write = await Assert.ThrowsAsync<InvalidSettingException>(() => database.WriteAsync(CancellationToken.None));

        Assert.Equal("POSTGRES_SSLMODE", write.Setting);
        Assert.Contains("client_tls_sslmode", write.Message, StringComparison.Ordinal);
    }
}
