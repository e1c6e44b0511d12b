using EFCore.ReadWriteSplitting.Configuration;
using EFCore.ReadWriteSplitting.Connections;
using Npgsql;

namespace EFCore.ReadWriteSplitting.Tests.Configuration;

public sealed class GssEncryptionTests
{
    private static readonly DatabaseOptions Options = new() { Server = "s", User = "u", Password = "p", Database = "d" };

    public static TheoryData<string> Clients => new("writes", "reads", "primary", "primary of a list");

    [Theory]
    [MemberData(nameof(Clients))]
    public void Connection_does_not_try_GSS_encryption(string client)
    {
        string connectionString = client switch
        {
            "writes" => new Endpoint("s", 5432).CreateDataSourceBuilder(PoolKind.Write, Options).ConnectionString,
            "reads" => new Endpoint("s", 5433).CreateDataSourceBuilder(PoolKind.Read, Options).ConnectionString,
            "primary" => Primary(Options),
            _ => Primary(Options with { Server = "", Hosts = ["a:5432", "b:5432"] }),
        };
        Assert.Equal(GssEncryptionMode.Disable, new NpgsqlConnectionStringBuilder(connectionString).GssEncryptionMode);
    }

    [Theory]
    [InlineData(null, GssEncryptionMode.Disable)]
    [InlineData("", GssEncryptionMode.Disable)]
    [InlineData("prefer", GssEncryptionMode.Prefer)]
    [InlineData("require", GssEncryptionMode.Require)]
    public void Mode_is_the_one_that_was_asked_for(string? asked, GssEncryptionMode mode) => Assert.Equal(mode, GssEncryption.Parse(asked));

    [Fact]
    public void Mode_that_does_not_exist_is_an_error_that_names_the_setting() =>
        Assert.Equal("PGGSSENCMODE", Assert.Throws<InvalidSettingException>(() => GssEncryption.Parse("maybe")).Setting);

    private static string Primary(DatabaseOptions options)
    {
        using NpgsqlDataSource source = PrimaryConnection.Open(options);
        return source.ConnectionString;
    }
}
