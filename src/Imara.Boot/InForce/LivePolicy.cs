using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Parsing;

namespace Imara.Boot.InForce;

/// <summary>The rules in force, as far as they are known. Pure.</summary>
public static class LivePolicy
{
    /// <summary>The rules that read back, else those that were recorded; null if neither is there.</summary>
    /// <param name="facts">What the machine shows.</param>
    /// <param name="context">The kernel and its security module.</param>
    public static PolicyCheck? Of(InForceFacts facts, RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.ReadBack is { } live ? OfReadBack(live, context)
            : facts.ValidRecord is { } record ? PolicyChecker.Check([new PolicySource(LoadRecord.UsualPath, record)], context, LoadMethod.Lines)
            : null;
    }

    /// <summary>A policy that was read back, with what the kernel prints in another way than it takes it put right.</summary>
    public static PolicyCheck OfReadBack(ReadOnlyMemory<byte> text, RuleContext context)
    {
        var readBack = ReadBackText.ContextFor(context);
        return PolicyChecker.Check([new PolicySource("policy", ReadBackText.Repair(text, readBack, out _))], readBack, LoadMethod.Path);
    }

    /// <summary>The lines in force as the kernel prints them; null if they are not known.</summary>
    public static ReadOnlyMemory<byte>? TextOf(InForceFacts facts, RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.ReadBack ?? (Of(facts, context) is { } recorded ? (ReadOnlyMemory<byte>?)PolicyText.Of(recorded) : null);
    }
}
