using System.Collections.Immutable;
using Imara.Policy.Rules;

namespace Imara.Policy.Vocabularies;

/// <summary>What a rule of one func may hold.</summary>
/// <param name="Func">The func; <see cref="PolicyFunc.None"/>: a rule without one.</param>
/// <param name="Item">A key, or a key with the value that makes a difference, such as <c>appraise_type=sigv3</c>.</param>
/// <param name="Actions">The actions whose rules may hold it; empty: none.</param>
public sealed record FuncUse(PolicyFunc Func, string Item, ImmutableArray<PolicyAction> Actions);
