using System.Collections.Immutable;
using Imara.Evaluation;
using Imara.Evaluation.Hooks;

namespace Imara.Engine.Events;

/// <summary>What somebody does with a file; it asks one question or several.</summary>
/// <remarks>docs/reference/policy.md 4.1.</remarks>
public sealed record Access : AccessFacts
{
    /// <summary>The questions, in the kernel's order; see <see cref="HookTable"/>. None where the engine is told of something and not asked.</summary>
    public ImmutableArray<HookQuestion> Questions { get; init; } = [];

    /// <summary>What an executed program begins with; null where none is executed.</summary>
    public Credentials? Program { get; init; }

    /// <summary>One of the questions.</summary>
    /// <param name="question">Which.</param>
    public AccessEvent Ask(HookQuestion question) => new(this, question, Program ?? Creds);
}
