namespace Imara.Testing;

/// <summary>The published program: IMARA_BINARY where it is set, else published once below out/.</summary>
internal static class NativeBinary
{
    private static readonly Lazy<string> Published = new(Publish);

    /// <summary>The path of the program.</summary>
    public static string Path => Published.Value;

    /// <summary>Runs the program.</summary>
    public static CommandResult Run(params string[] arguments) => Command.Run(Path, arguments);

    private static string Publish()
    {
        if (Environment.GetEnvironmentVariable("IMARA_BINARY") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = Repository.PathOf("out/native");
        var result = Command.Run(Repository.PathOf("eng/publish"), [folder]);
        return result.Exit == 0 ? folder + "/imara" : throw new InvalidOperationException(result.Output + result.Error);
    }
}
