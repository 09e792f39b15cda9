using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Differences;

/// <summary>How the conditions on labels become tests of facts, for one security module.</summary>
/// <remarks>docs/reference/policy.md 7; the mirror of <see cref="LsmLabels"/>.</remarks>
internal readonly struct LabelFacts(LsmKind lsm)
{
    /// <summary>True if a label is a set of profiles.</summary>
    public bool AreSets => lsm == LsmKind.AppArmor;

    /// <summary>The tests of a condition; null if no label fits it.</summary>
    public IEnumerable<FactTest>? TestsOf(LsmCondition condition)
    {
        if (!condition.IsDefined)
        {
            return null;
        }

        if (lsm == LsmKind.SELinux)
        {
            // A part of a context has no colon.
            return condition.Label.Span.Contains((byte)':')
                ? null
                : [FactTest.Equal(EventFact.ObjUser + (int)condition.Key, FactValue.Of(condition.Label))];
        }

        var fact = condition.Key <= LsmKey.ObjType ? EventFact.ObjUser : EventFact.SubjUser;
        return AreSets
            ? ProfilesOf(condition.Label).Select(profile => FactTest.Equal(fact, FactValue.Of(profile)))
            : [FactTest.Equal(fact, FactValue.Of(condition.Label))];
    }

    /// <summary>A label of a region; empty where none is needed.</summary>
    public ByteString Example(EventRegion region, EventFact user)
    {
        if (region[user] is MemberState profiles)
        {
            return Join("//&"u8, profiles.Present);
        }

        if (lsm != LsmKind.SELinux)
        {
            return ((OpenState)region[user]).Known?.Text ?? ByteString.Empty;
        }

        var states = new[] { (OpenState)region[user], (OpenState)region[user + 1], (OpenState)region[user + 2] };
        if (states.All(state => state.Known is null))
        {
            return ByteString.Empty;
        }

        var parts = states.Zip(["user_u", "role_r", "type_t"], (state, usual) => state.Known?.Text ?? Other(state, usual));
        return Join(":"u8, parts.Append(new ByteString("s0")));
    }

    private static ByteString Join(ReadOnlySpan<byte> separator, IEnumerable<ByteString> parts)
    {
        var bytes = new List<byte>();
        foreach (var part in parts)
        {
            bytes.AddRange(bytes.Count == 0 ? default : separator);
            bytes.AddRange(part.Span);
        }

        return new ByteString([.. bytes]);
    }

    private static ByteString Other(OpenState state, string usual)
    {
        for (var i = 0; ; i++)
        {
            var name = new ByteString(i == 0 ? usual : usual + i);
            if (state.Has(FactValue.Of(name)))
            {
                return name;
            }
        }
    }

    private static IEnumerable<ByteString> ProfilesOf(ByteString label)
    {
        var text = label.Memory;
        if (text.Span.StartsWith("&"u8))
        {
            text = text[1..];
        }

        while (true)
        {
            var end = text.Span.IndexOf("//&"u8);
            yield return new ByteString((end < 0 ? text : text[..end]).Span);
            if (end < 0)
            {
                yield break;
            }

            text = text[(end + 3)..];
        }
    }
}
