namespace Imara.Kernel.Tests.Loading;

/// <summary>An access to a file of the guest: how the guest does it, and the events by which IMA sees it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="User">Who accesses it: 0, or 1000.</param>
/// <param name="Kind">What is done.</param>
internal sealed record Access(string Path, int Owner, int User, AccessKind Kind)
{
    /// <summary>The magic number of tmpfs, where all the files are.</summary>
    public const string FileSystem = "0x01021994";

    // docs/reference/policy.md 4.1: opening to execute asks first; a static program is mapped once; the shell reads the script.
    private (string Func, string Mask)[] Hooks => Kind switch
    {
        AccessKind.Read => [("FILE_CHECK", "MAY_READ")],
        AccessKind.Append => [("FILE_CHECK", """MAY_WRITE","MAY_APPEND""")],
        AccessKind.Script => [("FILE_CHECK", "MAY_EXEC"), ("BPRM_CHECK", "MAY_EXEC"), ("FILE_CHECK", "MAY_READ")],
        _ => [("FILE_CHECK", "MAY_EXEC"), ("BPRM_CHECK", "MAY_EXEC"), ("MMAP_CHECK", "MAY_EXEC")],
    };

    /// <summary>Lines of a shell script: makes the file where it is not there, and accesses it.</summary>
    public string Script => $"""
        [ -e {Path} ] || {Content}
        chown {Owner}:{Owner} {Path}
        {(User == 0 ? Deed : $"su -s /bin/sh user -c '{Deed}'")}

        """;

    /// <summary>One JSON object a line, as `imara policy decide` takes them.</summary>
    public IEnumerable<string> Events =>
        Hooks.Select(hook => $$$"""
            {"func":"{{{hook.Func}}}","mask":["{{{hook.Mask}}}"],"creds":{"uid":{{{User}}},"euid":{{{User}}},"suid":{{{User}}},"gid":{{{User}}},"egid":{{{User}}},"sgid":{{{User}}}},"target":{"path":"{{{Path}}}","uid":{{{Owner}}},"gid":{{{Owner}}},"fsmagic":"{{{FileSystem}}}","fsname":"tmpfs"}}
            """);

    private string Content => Kind switch
    {
        AccessKind.Program => $"cp /bin/busybox {Path}",
        AccessKind.Script => $"{{ printf '#!/bin/sh\\nexit 0\\n' >{Path} && chmod 755 {Path}; }}",
        _ => $"{{ echo {Path} >{Path} && chmod 666 {Path}; }}",
    };

    private string Deed => Kind switch
    {
        AccessKind.Read => $"cat {Path} >/dev/null",
        AccessKind.Append => $"echo more >>{Path}",
        _ => Path,
    };
}
