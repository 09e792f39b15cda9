using System.Runtime.CompilerServices;
using Imara.Policy.Rules;

namespace Imara.Evaluation;

/// <summary>One key for each indexed fact of an event or a rule; the key of a set of facts is the exclusive or of theirs.</summary>
internal struct FactKeys
{
    private ulong fsMagic;
    private ulong fsName;
    private ulong fsUuid;
    private ulong fowner;
    private ulong fgroup;
    private ulong uid;

    /// <summary>The facts that have a key.</summary>
    public IndexedFacts Facts { get; private set; }

    /// <summary>The keys of an event for the facts that are wanted; without a file only uid has one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FactKeys Of(in PolicyEvent e, IndexedFacts wanted)
    {
        var keys = new FactKeys { Facts = IndexedFacts.Uid };
        if ((wanted & IndexedFacts.Uid) != 0)
        {
            keys.uid = Key(IndexedFacts.Uid, e.Creds.Uid);
        }

        if ((wanted & ~IndexedFacts.Uid) == 0 || e.File is not { } file)
        {
            return keys;
        }

        keys.Facts = (IndexedFacts)0xff;
        if ((wanted & IndexedFacts.FsMagic) != 0)
        {
            keys.fsMagic = Key(IndexedFacts.FsMagic, file.FsMagic);
        }

        if ((wanted & IndexedFacts.FsName) != 0)
        {
            keys.fsName = file.FsNameKey;
        }

        if ((wanted & IndexedFacts.FsUuid) != 0)
        {
            keys.fsUuid = Key(IndexedFacts.FsUuid, file.FsUuid.High ^ file.FsUuid.Low);
        }

        if ((wanted & IndexedFacts.Fowner) != 0)
        {
            keys.fowner = Key(IndexedFacts.Fowner, file.Fowner);
        }

        if ((wanted & IndexedFacts.Fgroup) != 0)
        {
            keys.fgroup = Key(IndexedFacts.Fgroup, file.Fgroup);
        }

        return keys;
    }

    /// <summary>The keys of what a rule compares for equality.</summary>
    public static FactKeys Of(PolicyRule rule)
    {
        var keys = default(FactKeys);
        if (rule.FsMagic is { } magic)
        {
            keys.Facts |= IndexedFacts.FsMagic;
            keys.fsMagic = Key(IndexedFacts.FsMagic, magic);
        }

        if (rule.FsName is { } name)
        {
            keys.Facts |= IndexedFacts.FsName;
            keys.fsName = KeyOf(name);
        }

        if (rule.FsUuid is { } uuid)
        {
            keys.Facts |= IndexedFacts.FsUuid;
            keys.fsUuid = Key(IndexedFacts.FsUuid, uuid.High ^ uuid.Low);
        }

        if (rule.Fowner is { Operator: IdOperator.Equal } fowner)
        {
            keys.Facts |= IndexedFacts.Fowner;
            keys.fowner = Key(IndexedFacts.Fowner, fowner.Value);
        }

        if (rule.Fgroup is { Operator: IdOperator.Equal } fgroup)
        {
            keys.Facts |= IndexedFacts.Fgroup;
            keys.fgroup = Key(IndexedFacts.Fgroup, fgroup.Value);
        }

        if (rule.Uid is { Operator: IdOperator.Equal } uid)
        {
            keys.Facts |= IndexedFacts.Uid;
            keys.uid = Key(IndexedFacts.Uid, uid.Value);
        }

        return keys;
    }

    /// <summary>The key of a file system name.</summary>
    public static ulong KeyOf(ByteString name)
    {
        var key = (ulong)name.Length;
        foreach (var value in name.Span)
        {
            key = Key(IndexedFacts.FsName, key ^ value);
        }

        return key;
    }

    /// <summary>The key of a set of facts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Combine(in FactMask mask) =>
        (fsMagic & mask.FsMagic) ^ (fsName & mask.FsName) ^ (fsUuid & mask.FsUuid) ^ (fowner & mask.Fowner) ^ (fgroup & mask.Fgroup) ^ (uid & mask.Uid);

    // A different odd constant for each fact, and the high bits folded down, because tables use the low ones.
    private static ulong Key(IndexedFacts fact, ulong value)
    {
        var key = (value + (ulong)fact) * (0x9E3779B97F4A7C15 ^ ((ulong)fact << 33));
        return key ^ (key >> 32);
    }
}
