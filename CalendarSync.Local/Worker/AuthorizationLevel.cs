namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a caller of an HTTP function has to show, with the numbers of the Azure Functions worker.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
