using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>Makes one event of a region, with familiar values where there is a choice.</summary>
internal static class WitnessEvent
{
    private const ulong SetUid = 1UL << 7;
    private const ulong SetGid = 1UL << 6;
    private static readonly FactValue[] Magics = [.. new ulong[] { 0, 0xef53, 0x58465342, 0x1021994 }.Select(magic => FactValue.Of(magic))];
    private static readonly FactValue[] FsNames = [default, .. new[] { "ext4", "xfs", "tmpfs" }.Select(name => FactValue.Of(new ByteString(name)))];
    private static readonly FactValue[] Subtypes = [default];
    private static readonly FactValue[] Keyrings = [.. new[] { ".ima", "_evm", ".builtin_trusted_keys", "other" }.Select(name => FactValue.Of(new ByteString(name)))];
    private static readonly FactValue[] DataLabels = [.. new[] { "kernel_info", "selinux", "device-mapper", "other" }.Select(name => FactValue.Of(new ByteString(name)))];

    /// <summary>The event.</summary>
    public static PolicyEvent Of(EventSetting setting, EventRegion region)
    {
        var kind = setting.Kind;
        var labels = new LabelFacts(setting.Lsm);
        var creds = CredsOf(region);
        var masks = ((ChoiceState)region[EventFact.Mask]).Left;
        return new PolicyEvent
        {
            Func = kind.Func,
            Mask = kind.Masks[System.Numerics.BitOperations.TrailingZeroCount(masks)],
            Creds = creds,
            TaskCanSetUid = creds.CanSetUid,
            TaskCanSetGid = creds.CanSetGid,
            Subject = kind.HasFile ? labels.Example(region, EventFact.SubjUser) : default,
            File = kind.HasFile ? FileOf(region, labels) : null,
            Data = kind.Func switch
            {
                PolicyFunc.KeyCheck => Pick(region, EventFact.Data, Keyrings).Text,
                PolicyFunc.CriticalData => Pick(region, EventFact.Data, DataLabels).Text,
                _ => default,
            },
        };
    }

    private static Credentials CredsOf(EventRegion region)
    {
        var euid = Id(region, EventFact.Euid);
        var usual = euid == 0 ? Credentials.AllCapabilities : 0;
        var capabilities = Capability(region, EventFact.CanSetGid, SetGid, Capability(region, EventFact.CanSetUid, SetUid, usual));
        return new Credentials(
            Id(region, EventFact.Uid), euid, Id(region, EventFact.Suid), Id(region, EventFact.Gid), Id(region, EventFact.Egid), Id(region, EventFact.Sgid), capabilities);
    }

    private static ulong Capability(EventRegion region, EventFact fact, ulong bit, ulong capabilities) => ((ChoiceState)region[fact]).Left switch
    {
        1 => capabilities & ~bit,
        2 => capabilities | bit,
        _ => capabilities,
    };

    private static FileFacts FileOf(EventRegion region, LabelFacts labels)
    {
        var uuid = Pick(region, EventFact.FsUuid, []).Number;
        var subtype = Pick(region, EventFact.FsSubtype, Subtypes).Text;
        return new FileFacts
        {
            Fowner = Id(region, EventFact.Fowner),
            Fgroup = Id(region, EventFact.Fgroup),
            FsMagic = (ulong)Pick(region, EventFact.FsMagic, Magics).Number,
            FsName = Pick(region, EventFact.FsName, FsNames).Text,
            FsSubtype = subtype.IsEmpty ? null : subtype,
            FsUuid = new FsUuid((ulong)(uuid >> 64), (ulong)uuid),
            Label = labels.Example(region, EventFact.ObjUser),
        };
    }

    private static uint Id(EventRegion region, EventFact fact) => ((IdState)region[fact]).Example;

    private static FactValue Pick(EventRegion region, EventFact fact, ReadOnlySpan<FactValue> usual)
    {
        var state = (OpenState)region[fact];
        if (state.Known is { } known)
        {
            return known;
        }

        foreach (var value in usual)
        {
            if (state.Has(value))
            {
                return value;
            }
        }

        // Names end in a text that no number has; numbers are tried in turn.
        var isText = usual.Length > 0 && usual[^1].Text.Length > 0;
        for (var i = 0u; ; i++)
        {
            var value = isText ? FactValue.Of(new ByteString(usual[^1].Text.ToString() + i)) : FactValue.Of(i);
            if (state.Has(value))
            {
                return value;
            }
        }
    }
}
