using EFCore.ReadWriteSplitting.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tracker.Data.Model;

namespace Tracker.Tests;

/// <summary>The smallest unit of work there is: a row with a unique name.</summary>
internal static class Brands
{
    public static Func<WriteScope, CancellationToken, Task> Insert(string name) => async (write, token) =>
    {
        await using NpgsqlCommand insert = write.Command("INSERT INTO brands (name) VALUES ($1)", name);
        await insert.ExecuteNonQueryAsync(token);
    };

    public static Func<ReadScope, CancellationToken, Task<bool>> Has(string name) =>
        (read, token) => read.Query<Brand>().AnyAsync(brand => brand.Name == name, token);
}
