using Imara.Tests.Shared;

namespace Imara.Signatures.Tests;

/// <summary>A folder in which other programs make keys and files; gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("imara-keys-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>Runs openssl in the folder; arguments are parted by blanks.</summary>
    public void OpenSsl(string arguments) => Run("openssl", arguments);

    /// <summary>Runs a program that has to succeed, with the folder as @.</summary>
    public CommandResult Run(string program, string arguments)
    {
        var result = Command.Run(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Replace("@", Root + "/")));
        Assert.True(result.Exit == 0, $"{program} {arguments}: {result.Exit} {result.Error}");
        return result;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
