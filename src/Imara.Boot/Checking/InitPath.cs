using Imara.Boot.Programs;

namespace Imara.Boot.Checking;

/// <summary>What a system must be able to start so that somebody can use it, or repair it.</summary>
public static class InitPath
{
    // The kernel's own order; it takes the first that starts.
    private static readonly string[] Inits = ["sbin/init", "etc/init", "bin/init", "bin/sh"];

    private static readonly string[] Rescue = ["bin/sh", "bin/mount", "sbin/sulogin", "sbin/agetty", "bin/login"];

    /// <summary>Init, the programs systemd starts by itself, a shell and a login, with everything that they load at their start.</summary>
    /// <param name="root">The root of the system.</param>
    /// <param name="more">More programs, paths in the system.</param>
    public static StartClosure Of(string root, IEnumerable<string> more)
    {
        var closure = new StartClosure(root);
        var init = Inits.FirstOrDefault(path => RootedPath.Resolve(root, path) is not null);
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
