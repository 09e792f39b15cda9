using Imara.Evaluation;

namespace Imara.Appraisal.Simulating;

/// <summary>Somebody who accesses files.</summary>
/// <param name="Name">How reports call him, such as <c>root</c> or <c>1000</c>.</param>
/// <param name="Creds">Ids and capabilities.</param>
/// <param name="Label">Label for subj_* conditions; empty: none, and they do not match.</param>
public sealed record Subject(string Name, Credentials Creds, ByteString Label = default)
{
    private const int CapDacOverride = 1;
    private const int CapDacReadSearch = 2;
    private const uint AnyExecute = 0x49;

    /// <summary>root with every capability.</summary>
    public static Subject Root { get; } = new("root", Credentials.Root);

    /// <summary>An ordinary user without capabilities; every capability for uid 0.</summary>
    public static Subject User(uint uid, uint gid, ByteString label = default) => uid == 0 && gid == 0 && label.IsEmpty
        ? Root
        : new($"{uid}:{gid}", new Credentials(uid, uid, uid, gid, gid, gid, uid == 0 ? Credentials.AllCapabilities : 0), label);

    /// <summary>What the mode lets this subject do: read 4, write 2, execute or search 1. Access control lists and further groups are not looked at.</summary>
    /// <param name="owner">Owner of the file or directory.</param>
    /// <param name="group">Its group.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="isDirectory">A directory may be searched by who may override permissions; a file without any execute bit is executed by nobody.</param>
    internal uint Rights(uint owner, uint group, uint mode, bool isDirectory = false)
    {
        var bits = Creds.Euid == owner ? (mode >> 6) & 7 : Creds.Egid == group ? (mode >> 3) & 7 : mode & 7;
        if (Creds.Has(CapDacOverride))
        {
            bits |= isDirectory || (mode & AnyExecute) != 0 ? 7u : 6u;
        }
        else if (Creds.Has(CapDacReadSearch))
        {
            bits |= isDirectory ? 5u : 4u;
        }

        return bits;
    }
}
