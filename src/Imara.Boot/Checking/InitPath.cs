using Imara.Boot.Programs;

namespace Imara.Boot.Checking;

/// <summary>What a system must be able to start so that somebody can use it, or repair it.</summary>
public static class InitPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // The kernel's own order, and that of initramfs scripts. A shell in the place of init is behind them: that is no system that came up.
    private static readonly string[] Inits = ["/sbin/init", "/etc/init", "/bin/init"];

    private static readonly string[] Rescue = ["bin/sh", "bin/mount", "sbin/sulogin", "sbin/agetty", "bin/login"];

    /// <summary>Finds init as a kernel does: the one of <c>init=</c>, or the first that is there.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="named">The value of <c>init=</c>; null: there is none.</param>
    /// <param name="problem">Why nobody can say that the system starts; empty if init is found.</param>
    /// <returns>The path in the system; null if there is none.</returns>
    public static string? Find(string root, string? named, out string problem)
    {
        problem = string.Empty;
        var tried = named is null ? Inits : [named];
        foreach (var path in tried)
        {
            if (RootedPath.Resolve(root, path) is { } program)
            {
                problem = File.Exists(program) && (File.GetUnixFileMode(program) & AnyExecute) != 0 ? string.Empty : $"`{path}` is no program: it is no regular file, or has no execute bit";
                return problem.Length == 0 ? path : null;
            }

            if (new FileInfo(Path.Join(root, path)).LinkTarget is { } target)
            {
                problem = $"`{path}` leads to `{target}`, which is not there";
                return null;
            }
        }

        problem = named is null ? "there is no init: neither `/sbin/init` nor `/etc/init` nor `/bin/init`" : $"`{named}`, which init= names, is not there";
        return null;
    }

    /// <summary>Init, the programs systemd starts by itself, a shell and a login, with everything that they load at their start.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="init">The path of init in it; null if there is none.</param>
    /// <param name="more">More programs, paths in the system.</param>
    public static StartClosure Of(string root, string? init, IEnumerable<string> more)
    {
        var closure = new StartClosure(root);
        if (init is not null)
        {
            closure.Add(init);
            var program = RootedPath.Resolve(root, init)!;
            if (Path.GetFileName(program) == "systemd")
            {
                closure.Add(Path.GetRelativePath(root, Path.GetDirectoryName(program)!));
            }
        }

        foreach (var path in Rescue.Concat(more))
        {
            closure.Add(path);
        }

        return closure;
    }
}
