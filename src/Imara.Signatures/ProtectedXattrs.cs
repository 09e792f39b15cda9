using System.Collections.Immutable;

namespace Imara.Signatures;

/// <summary>The xattrs that EVM protects, in the order in which it hashes their values.</summary>
/// <remarks>docs/reference/appraisal.md 4.1.</remarks>
public sealed class ProtectedXattrs
{
    /// <summary>Name of the xattr that holds a file's digest or signature.</summary>
    public const string Ima = "security.ima";

    /// <summary>Name of the xattr that protects the others.</summary>
    public const string Evm = "security.evm";

    private ProtectedXattrs(ImmutableArray<string> names, ImmutableHashSet<string> enabled)
    {
        All = names;
        Enabled = enabled;
    }

    /// <summary>The built-in names, all enabled.</summary>
    public static ProtectedXattrs Default { get; } = Create(
    [
        "security.selinux", "security.SMACK64", "security.SMACK64EXEC", "security.SMACK64TRANSMUTE", "security.SMACK64MMAP",
        "security.apparmor", Ima, "security.capability",
    ]);

    /// <summary>The names that count for portable signatures: all, whatever the kernel's configuration enables.</summary>
    public ImmutableArray<string> All { get; }

    /// <summary>The names that count for HMACs and signatures of type 03.</summary>
    public ImmutableHashSet<string> Enabled { get; }

    /// <summary>The same names, of which only these are enabled (the kernel lists them in the boot log).</summary>
    public ProtectedXattrs WithEnabled(params IEnumerable<string> names) => new(All, All.Intersect(names).ToImmutableHashSet(StringComparer.Ordinal));

    /// <summary>The list after a write of <paramref name="name"/> to <c>evm_xattrs</c>: enabled, at the end if it is new.</summary>
    public ProtectedXattrs With(string name) => new(All.Contains(name) ? All : All.Add(name), Enabled.Add(name));

    private static ProtectedXattrs Create(ImmutableArray<string> names) => new(names, names.ToImmutableHashSet(StringComparer.Ordinal));
}
