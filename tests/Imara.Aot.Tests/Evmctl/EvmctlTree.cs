using System.Text;
using Imara.Linux.Tests;
using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>A small file system on which ours and Debian's evmctl do the same. In arguments, `KEYS/` is the folder of keys.</summary>
internal sealed class EvmctlTree(EvmctlKeys keys) : IDisposable
{
    public const string Theirs = "/usr/bin/evmctl";
    public static readonly Guid Uuid = new("12345678-9abc-4def-8123-456789abcdef");
    private readonly TemporaryMount mount = Make();

    public string Root => mount.Root;

    public string Ours => Path.Combine(keys.Folder, "evmctl");

    /// <summary>Runs one of them in the root of the tree.</summary>
    public CommandResult Run(string tool, string arguments, string input = "", params (string Name, string Value)[] environment) =>
        Command.Run("/bin/sh", ["-c", "cd \"$0\" && exec \"$@\"", Root, tool, .. Arguments(arguments)], Encoding.Latin1.GetBytes(input), environment);

    /// <summary>Runs ours.</summary>
    public CommandResult Run(string arguments, string input = "") => Run(Ours, arguments, input);

    /// <summary>Removes every label and every file that was made, so that the tree is as at the start.</summary>
    public void Clear() => Shell.Run($$"""
        cd {{Root}} && find . -type f \( -name '*.sig' -o -name '*.bin' -o -name '*.keyid' \) -delete
        find . -type f | while read -r file; do getfattr -m '^(security.(ima|evm)|user.)' --absolute-names "$file" | grep -v '^#' | grep . |
            while read -r name; do setfattr -x "$name" "$file"; done; done
        """);

    /// <summary>Every label and every file that was made, as text.</summary>
    public string State() => Shell.Run($$"""
        cd {{Root}} && find . -type f | sort | while read -r file; do getfattr -d -e hex -m '^(security.(ima|evm)|user.)' "$file"; done
        find . -type f \( -name '*.sig' -o -name '*.bin' -o -name '*.keyid' \) | sort | xargs -r sha256sum
        """);

    public void Dispose() => mount.Dispose();

    private static TemporaryMount Make()
    {
        var mount = TemporaryMount.Ext4(Uuid);
        Shell.Run($$"""
            cd {{mount.Root}} && rmdir lost+found && mkdir sub none && printf hello > file && printf second > sub/second && : > empty
            chmod 640 file; chown 5:7 sub/second; ln -s file link; ln -s sub sublink; mkfifo fifo; mknod null c 1 3
            """);
        return mount;
    }

    private IEnumerable<string> Arguments(string arguments) =>
        arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument.Replace("KEYS", keys.Folder));
}
