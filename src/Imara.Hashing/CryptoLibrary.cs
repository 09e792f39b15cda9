using System.Runtime.InteropServices;

namespace Imara.Hashing;

/// <summary>OpenSSL as far as it is there: an initramfs, a container or an embedded system may have its libcrypto alone, or nothing of it.</summary>
/// <remarks>The framework's classes need libssl too, and end the whole process where it is missing: nobody may touch them before asking here.</remarks>
public static class CryptoLibrary
{
    /// <summary>What keys and digests are made with.</summary>
    public const string FileName = "libcrypto.so.3";

    private const string Override = "CLR_OPENSSL_VERSION_OVERRIDE";
    private const string Help = "the system's package of OpenSSL 3 has it (Debian: libssl3)";

    // OPENSSL_INIT_NO_ATEXIT: threads may still work when the process ends.
    private const ulong NoAtExit = 0x00080000;

    // In the order of the framework.
    private static readonly string[] Versions = ["3", "1.1"];
    private static readonly Lazy<nint> Newest = new(() => Load(FileName));
    private static readonly Lazy<nint> Older = new(() => Load("libcrypto.so.1.1"));
    private static readonly Lazy<bool> HasLibSsl = new(FindLibSsl);

    /// <summary>True if the framework's keys, certificates and ciphers can be used.</summary>
    public static bool ServesFramework => HasLibSsl.Value;

    /// <summary>Why they cannot: which library is missing, and what has it.</summary>
    public static string FrameworkProblem => ServesFramework ? string.Empty : Newest.Value == 0 ? Missing($"{FileName} and libssl.so.3 are") : Missing("libssl.so.3 is");

    /// <summary>To be called before anything of the framework's is used that is not managed code.</summary>
    /// <exception cref="MissingLibraryException">It cannot be used.</exception>
    public static void RequireFramework()
    {
        if (!ServesFramework)
        {
            throw new MissingLibraryException(FrameworkProblem);
        }
    }

    /// <summary>Why functions of <see cref="FileName"/> cannot be called; empty if they can. Loads it.</summary>
    /// <param name="functions">Their names.</param>
    public static string ProblemWith(IEnumerable<string> functions)
    {
        ArgumentNullException.ThrowIfNull(functions);
        if (Newest.Value == 0)
        {
            return Missing($"{FileName} is");
        }

        return functions.FirstOrDefault(name => !NativeLibrary.TryGetExport(Newest.Value, name, out _)) is { } lacking ? $"{FileName} lacks {lacking}" : string.Empty;
    }

    /// <summary>The library that digests are made with; 0 if there is none.</summary>
    internal static nint ForDigests => Newest.Value != 0 ? Newest.Value : Older.Value;

    private static string Missing(string what) => $"{what} missing; {Help}";

    private static unsafe nint Load(string name)
    {
        if (!SystemLibrary.TryLoad(name, out var library) || !NativeLibrary.TryGetExport(library, "OPENSSL_init_crypto", out var initialise))
        {
            return 0;
        }

        return ((delegate* unmanaged<ulong, nint, int>)initialise)(NoAtExit, 0) == 1 ? library : 0;
    }

    private static bool FindLibSsl()
    {
        var versions = Environment.GetEnvironmentVariable(Override) is { Length: > 0 } given ? [given, .. Versions] : Versions;
        return versions.Any(version => SystemLibrary.TryLoad($"libssl.so.{version}", out _));
    }
}
