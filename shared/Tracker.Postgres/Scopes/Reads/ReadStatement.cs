using Npgsql;

namespace EFCore.ReadWriteSplitting.Scopes.Reads;

/// <summary>A query whose server is not chosen yet.</summary>
/// <param name="Sql">The SQL text.</param>
/// <param name="Parameters">The parameters, copied for each attempt.</param>
/// <param name="Timeout">The command timeout; null for the connection's, zero for none.</param>
internal readonly record struct ReadStatement(string Sql, NpgsqlParameterCollection? Parameters, TimeSpan? Timeout)
{
    /// <summary>Creates a batch of other commands, if any, and this statement.</summary>
    public NpgsqlBatch ToBatch(NpgsqlConnection connection, params ReadOnlySpan<NpgsqlBatchCommand> before)
    {
        var batch = new NpgsqlBatch(connection);
        if (Timeout is { } timeout)
        {
            batch.Timeout = (int)Math.Ceiling(timeout.TotalSeconds);
        }

        foreach (NpgsqlBatchCommand command in before)
        {
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(ToBatchCommand());
        return batch;
    }

    private NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand(Sql);
        if (Parameters is not null)
        {
            foreach (NpgsqlParameter parameter in Parameters)
            {
                command.Parameters.Add(parameter.Clone());
            }
        }

        return command;
    }
}
