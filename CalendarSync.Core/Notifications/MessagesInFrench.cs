using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Notifications;

/// <summary>The words of the specification.</summary>
internal static class MessagesInFrench
{
    public static MessageTexts Texts { get; } = new()
    {
        EventCreated = "Événement ajouté à Google Calendar",
        EventsCreated = "{0} événements ajoutés à Google Calendar",
        EventChanged = "Événement modifié dans Google Calendar",
        EventsChanged = "{0} événements modifiés dans Google Calendar",
        Changes = "Modifications détectées",
        Date = "Date",
        Place = "Lieu",
        Role = "Casquette",
        Calendar = "Agenda",
        Calendars = "Agendas",
        Link = "Voir dans Google Calendar",
        Untitled = "(sans titre)",
        Nothing = "(aucun)",
        Colon = " : ",
        Failing = "Google Calendar sync: 3 échecs consécutifs",
        LastError = "Dernière erreur: ",
        CheckSettings = "Vérifiez les credentials OAuth2 et la config.",
        Recovered = "Google Calendar sync: rétablie",
        NeedsReauth = "Google Calendar sync: reconnexion nécessaire",
        NeedsReauthAdvice = "Google n'accepte plus l'autorisation du compte. Reconnectez-le dans Paramètres > Google Calendar. Les modifications en attente sont conservées.",
        DailyGood = "Google Calendar sync: synchronisation quotidienne réussie",
        DailyBad = "Google Calendar sync: synchronisation quotidienne en échec",
        Created = "Créés",
        Updated = "Mis à jour",
        Deleted = "Supprimés",
        Conflicts = "Conflits",
        Errors = "Erreurs",
        Confirmed = "confirmé",
        Tentative = "provisoire",
        Busy = "occupé",
        Free = "disponible",
        CalendarsOwn = "par défaut",
        Minutes = "{0} min",
        TimeFormat = "HH'h'mm",
        Fields = new Dictionary<EventField, string>
        {
            [EventField.Title] = "Titre",
            [EventField.Times] = "Heure",
            [EventField.Location] = "Lieu",
            [EventField.Description] = "Description",
            [EventField.Recurrence] = "Récurrence",
            [EventField.Status] = "Statut",
            [EventField.Color] = "Couleur",
            [EventField.Visibility] = "Visibilité",
            [EventField.Transparency] = "Disponibilité",
            [EventField.Reminders] = "Rappels",
        },
        Roles = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["medecin"] = "Médecin",
            ["enseignant"] = "Enseignant",
            ["chercheur"] = "Chercheur",
        },
    };
}
