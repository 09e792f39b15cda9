using Imara.Tests.Shared;

namespace Imara.Kernel.Tests;

/// <summary>Programs for a guest, with every library they load, where they are on this machine; libcrypto is loaded by name.</summary>
internal static class GuestPrograms
{
    /// <summary>Pairs <c>HOSTFILE=GUESTPATH</c> for these programs of the machine, and for `imara`.</summary>
    public static IEnumerable<string> Of(params IEnumerable<string> names)
    {
        var programs = names.Select(name => (Host: Command.Run("sh", ["-c", $"readlink -f \"$(command -v {name})\""]).Output.Trim(), Guest: "/bin/" + name)).Append((NativeBinary.Path, "/bin/imara")).ToList();
        var libssl = Command.Run("sh", ["-c", "/sbin/ldconfig -p | sed -n 's/.*libssl.so.3 (.*x86-64.*) => //p' | head -n 1"]).Output.Trim();
        var libraries = programs.Select(program => program.Item1).Append(libssl).SelectMany(Libraries).Append(libssl).Distinct();
        return [.. programs.Select(program => $"{program.Item1}={program.Item2}"), .. libraries.Select(library => $"{library}={library}")];
    }

    private static IEnumerable<string> Libraries(string program) =>
        Command.Run("ldd", [program]).Output.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] == '/' && File.Exists(word));
}
