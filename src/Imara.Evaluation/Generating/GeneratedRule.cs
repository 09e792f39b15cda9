using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Generating;

/// <summary>One rule of a generated policy and why it is there.</summary>
/// <param name="Rule">The rule, as the kernel takes it.</param>
/// <param name="Text">Its line, in read-back order.</param>
/// <param name="Purpose">What it does with what, for people, such as <c>measures executed programs</c>.</param>
/// <param name="Accesses">How many accesses it decides.</param>
/// <param name="Files">Of how many files.</param>
/// <param name="Examples">Some of them, those with most accesses first.</param>
/// <param name="Unlabelled">Files it would refuse because they have no label that it accepts.</param>
/// <param name="Caution">What else it does that its author may not expect; null: nothing.</param>
/// <param name="IsPrecaution">Nothing that was seen needs it, but without it a machine can lock itself out.</param>
public sealed record GeneratedRule(
    PolicyRule Rule, string Text, string Purpose, long Accesses, int Files, ImmutableArray<ByteString> Examples, ImmutableArray<ByteString> Unlabelled,
    string? Caution, bool IsPrecaution);
